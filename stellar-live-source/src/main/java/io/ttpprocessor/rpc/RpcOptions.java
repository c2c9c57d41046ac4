package io.ttpprocessor.rpc;

import java.time.Duration;
import java.util.Optional;

/**
 * How ledgers are read.
 *
 * @param pageBytes bytes of ledgers wanted in a page
 * @param pageLedgers most ledgers in a page
 * @param bytesAhead bytes of ledgers that may be held ahead of all streams: so many pages
 * @param pollsForMissing how often a ledger of a bounded range is asked for that is not there yet
 * @param pollInterval wait between looks at the tip; empty to follow the network's pace
 */
record RpcOptions(
    long pageBytes,
    int pageLedgers,
    long bytesAhead,
    int pollsForMissing,
    Optional<Duration> pollInterval) {

  /** Pages that may be held ahead of all streams. */
  int pagesAhead() {
    return (int) Math.min(Integer.MAX_VALUE, bytesAhead / pageBytes);
  }
}
