package io.ttpprocessor.datalake.service;

import io.ttpprocessor.datalake.HistoryArchive;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import java.util.Map;

/**
 * Holds a lake's ledgers, one after the other, against a history archive: a lake that was altered
 * may be whole in itself, its hashes and its chain made anew, but they are not the network's then.
 * For one thread.
 */
final class ArchiveAnchor {
  private static final int MOST_UNPUBLISHED = 2 * HistoryArchive.CHECKPOINT_LEDGERS;

  private final HistoryArchive archive;

  /** The last ledger of its newest checkpoint that is full; below 0 for none. */
  private final long newest;

  private Map<Long, String> hashes = Map.of();
  private long checkpoint = -1;
  private long anchored;
  private LedgerRange range;

  ArchiveAnchor(HistoryArchive archive) {
    this.archive = archive;
    long full = (archive.newest() + 1) / HistoryArchive.CHECKPOINT_LEDGERS;
    this.newest = full * HistoryArchive.CHECKPOINT_LEDGERS - 1;
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
    if (last > newest) {
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

  /**
   * Refuses a range of which the archive can tell nothing, or not all that a validator has
   * published: a mirror that is stale. What its next checkpoint is still to hold may be missing,
   * and as much again, for a checkpoint that is full is published a while later.
   *
   * @throws SourceException MISSING, with the archive's newest ledger
   */
  void requireRange(LedgerRange range) throws SourceException {
    if (range.first() > newest) {
      throw nothing(range);
    }
    if (range.last() - newest >= MOST_UNPUBLISHED) {
      throw new SourceException(
          SourceException.Kind.MISSING,
          String.format(
              "the newest checkpoint of the history archive %s ends with ledger %d, but ledgers up"
                  + " to %d are to be held against it: take a mirror that goes further, or end"
                  + " with ledger %d",
              archive.description(), newest, range.last(), newest));
    }
    this.range = range;
  }

  /** Refuses to call anything anchored where nothing was. */
  void requireSome() throws SourceException {
    if (anchored == 0) {
      throw nothing(range);
    }
  }

  private SourceException nothing(LedgerRange of) {
    return new SourceException(
        SourceException.Kind.MISSING,
        String.format(
            "the history archive %s has no checkpoint yet of any of the ledgers %s: its newest ends"
                + " with ledger %d",
            archive.description(), of, newest));
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
