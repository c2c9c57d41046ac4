package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.HistoryArchive;
import io.ttpprocessor.source.SourceException;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a lake's ledgers, one after the other, against a history archive: a lake that was altered
 * may be whole in itself, its hashes and its chain made anew, but they are not the network's then.
 * For one thread.
 */
final class ArchiveAnchor {
  private final HistoryArchive archive;
  private Map<Long, String> hashes = Map.of();
  private long checkpoint = -1;
  private long anchored;

  ArchiveAnchor(HistoryArchive archive) {
    this.archive = archive;
  }

  /**
   * Compares a ledger's hash, if the archive has its checkpoint already.
   *
   * @param hash hexadecimal
   * @throws SourceException CORRUPT when the archive has another one, naming both
   */
  void accept(long ledger, String hash, String origin)
      throws SourceException, InterruptedException {
    long last = HistoryArchive.checkpointOf(ledger);
    if (last > archive.newest()) {
      return;
    }
    if (last != checkpoint) {
      hashes = archive.hashes(last);
      checkpoint = last;
    }
    String published = hashes.get(ledger);
    if (published == null) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format(
              "the history archive %s has no ledger %d in its checkpoint %d",
              archive.description(), ledger, last));
    }
    if (!published.equals(hash)) {
      throw new SourceException(
          SourceException.Kind.CORRUPT,
          String.format(
              "%s: ledger %d is not the network's: its hash is %s, and the history archive %s has"
                  + " %s",
              origin, ledger, hash, archive.description(), published));
    }
    anchored = ledger;
  }

  /** The last ledger that was compared; 0 for none. */
  long anchored() {
    return anchored;
  }

  /**
   * What of a range up to {@code end} the archive should have told and did not: a mirror that is
   * stale. Empty where all is compared but what its next checkpoint is still to hold.
   */
  Optional<String> shortfall(long end) {
    if (end - archive.newest() < HistoryArchive.CHECKPOINT_LEDGERS) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "the last ledger held against the history archive %s is %d, not %d: its newest"
                + " checkpoint is %d; take a mirror that goes further",
            archive.description(), anchored, end, archive.newest()));
  }

  /** How far the comparison went, for people. */
  String summary(long end) {
    if (anchored == end) {
      return "all as in the history archive " + archive.description();
    }
    return String.format(
        "to ledger %d as in the history archive %s, which has no later checkpoint yet",
        anchored, archive.description());
  }
}
