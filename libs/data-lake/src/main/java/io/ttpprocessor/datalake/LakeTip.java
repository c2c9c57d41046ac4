package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The newest ledger of a lake. Thread-safe; a search is shared by all who ask within its age. */
final class LakeTip {
  private final TipSearch search;
  private final ManifestWatch watch;
  private final String lake;
  private final long maxAgeNanos;
  private long searchedAtNanos;
  private boolean searched;
  private volatile long known;
  private volatile Closed newestRead;

  /**
   * A tip that is not known yet.
   *
   * @param lake the lake's name, for messages
   * @param maxAge how long a search's answer is good for
   */
  LakeTip(TipSearch search, ManifestWatch watch, String lake, Duration maxAge) {
    this.search = search;
    this.watch = watch;
    this.lake = lake;
    this.maxAgeNanos = maxAge.toNanos();
  }

  /**
   * The last ledger that the newest object's name stands for, at most one search's age ago; 0 when
   * the lake is empty.
   *
   * @throws SourceException TRANSIENT or REFUSED when the lake cannot be searched, REFUSED also
   *     when its names do not fit the layout, or as {@link ManifestWatch#check}
   */
  synchronized long latest() throws SourceException {
    if (!searched || System.nanoTime() - searchedAtNanos > maxAgeNanos) {
      watch.check();
      try {
        known = search.find(known);
      } catch (IOException e) {
        throw LakeStore.failure("the newest ledger of the lake " + lake + " cannot be found", e);
      }
      searched = true;
      searchedAtNanos = System.nanoTime();
    }
    return known;
  }

  /**
   * The place of the oldest object; empty when the lake is.
   *
   * @throws SourceException as {@link #latest()}
   */
  synchronized Optional<LakeLayout.Batch> oldest() throws SourceException {
    try {
      return search.oldest();
    } catch (IOException e) {
      throw LakeStore.failure("the oldest ledger of the lake " + lake + " cannot be found", e);
    }
  }

  /** The newest ledger as last seen, without asking the store. */
  long known() {
    return known;
  }

  /** What sees to it that the lake stays the one that was opened. */
  ManifestWatch watch() {
    return watch;
  }

  /** Notes when a ledger closed that has been read, in seconds since 1970. */
  void readAt(long ledger, long closeTime) {
    Closed last = newestRead;
    if (last == null || ledger > last.ledger()) {
      newestRead = new Closed(ledger, closeTime);
    }
  }

  /** When the newest ledger closed, in seconds since 1970, if it has been read. */
  OptionalLong closeTime() {
    Closed last = newestRead;
    return last != null && last.ledger() >= known
        ? OptionalLong.of(last.seconds())
        : OptionalLong.empty();
  }

  private record Closed(long ledger, long seconds) {}

  /** Notes a ledger that has been read, perhaps before a search shows it. */
  synchronized void saw(long ledger) {
    known = Math.max(known, ledger);
  }
}
