package io.ttpprocessor.datalake;

import java.time.Duration;

/**
 * How a lake is read.
 *
 * @param pollInterval how long a live range waits before it looks again for its next object
 * @param settleTime how young a damaged object may be and still count as one that is being written
 * @param batchesAhead most objects that are read ahead for one stream
 * @param bytesAhead most bytes that reading ahead takes for all streams together, for what is
 *     fetched and what it becomes; never overdrawn. The object that a stream is on is not counted
 * @param workers threads that read ahead
 * @param maxObjectBytes most bytes of one object, compressed or not
 * @param allowUnchecked whether zstd frames without a content checksum are read
 * @param oldestLedger a ledger that the lake holds unless it is empty; asked for where objects
 *     cannot be listed
 */
public record LakeOptions(
    Duration pollInterval,
    Duration settleTime,
    int batchesAhead,
    long bytesAhead,
    int workers,
    long maxObjectBytes,
    boolean allowUnchecked,
    long oldestLedger) {
  private static final Duration LONGEST_MANIFEST_INTERVAL = Duration.ofMinutes(1);
  private static final int POLLS_PER_MANIFEST = 60;

  /** How often the manifest is read again. */
  Duration manifestInterval() {
    Duration interval = pollInterval.multipliedBy(POLLS_PER_MANIFEST);
    return interval.compareTo(LONGEST_MANIFEST_INTERVAL) < 0 ? interval : LONGEST_MANIFEST_INTERVAL;
  }
}
