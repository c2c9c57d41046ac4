package io.ttpprocessor.datalake;

import java.time.Duration;

/**
 * How a lake is read.
 *
 * @param pollInterval how long a live range waits before it looks again for its next object
 * @param settleTime how young a damaged object may be and still count as one that is being written
 * @param batchesAhead most objects that are read ahead for one stream
 * @param bytesAhead most bytes, decompressed, that are read ahead for all streams together;
 *     overdrawn by no more than what each stream is just reading. The object that a stream is on is
 *     not counted: all streams together hold at most bytesAhead, and for each stream one object it
 *     is on and two for each worker whose size was not known yet
 * @param workers threads that read ahead
 * @param maxObjectBytes most bytes of one object, compressed or not
 * @param allowUnchecked whether zstd frames without a content checksum are read
 */
record LakeOptions(
    Duration pollInterval,
    Duration settleTime,
    int batchesAhead,
    long bytesAhead,
    int workers,
    long maxObjectBytes,
    boolean allowUnchecked) {}
