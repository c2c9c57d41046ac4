package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.SourceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that a lake stays what it was opened as: its manifest is read again now and then, and
 * one of another network or layout ends all reading. Thread-safe.
 */
final class ManifestWatch {
  private final ObjectStore store;
  private final LakeLayout layout;
  private final Optional<String> networkPassphrase;
  private final long intervalNanos;
  private final AtomicLong checkedAtNanos = new AtomicLong(System.nanoTime());

  /** A watch over a lake whose manifest has just been read. */
  ManifestWatch(
      ObjectStore store, LakeLayout layout, Optional<String> networkPassphrase, Duration interval) {
    this.store = store;
    this.layout = layout;
    this.networkPassphrase = networkPassphrase;
    this.intervalNanos = interval.toNanos();
  }

  /** Whether {@link #check} would read the manifest now. */
  boolean isDue() {
    return System.nanoTime() - checkedAtNanos.get() >= intervalNanos;
  }

  /**
   * Compares the manifest if that is due, on one thread at a time; the others go on.
   *
   * @throws SourceException WRONG_NETWORK or REFUSED, with both values, when it is another's;
   *     TRANSIENT when it cannot be read or understood, for it may be being written
   */
  void check() throws SourceException {
    long last = checkedAtNanos.get();
    if (!isDue() || !checkedAtNanos.compareAndSet(last, System.nanoTime())) {
      return;
    }
    boolean same = false;
    try {
      compare();
      same = true;
    } finally {
      if (!same) {
        checkedAtNanos.set(last);
      }
    }
  }

  private void compare() throws SourceException {
    Optional<LakeManifest> manifest;
    try {
      manifest = LakeManifest.read(store);
    } catch (SourceException e) {
      throw e.kind() == SourceException.Kind.CORRUPT
          ? new SourceException(SourceException.Kind.TRANSIENT, e.getMessage(), e)
          : e;
    }
    if (manifest.isEmpty()) {
      return;
    }
    Optional<String> stated = manifest.get().networkPassphrase();
    if (stated.isPresent() && networkPassphrase.isPresent() && !stated.equals(networkPassphrase)) {
      throw changed(
          SourceException.Kind.WRONG_NETWORK,
          "the network is \"" + stated.get() + '"',
          '"' + networkPassphrase.get() + '"');
    }
    if (!manifest.get().layout().equals(layout)) {
      throw changed(
          SourceException.Kind.REFUSED, "there are " + manifest.get().layout(), layout.toString());
    }
  }

  private SourceException changed(SourceException.Kind kind, String now, String before) {
    return new SourceException(
        kind,
        String.format(
            "the manifest %s of the lake %s has changed: %s now, and was %s when it was opened",
            LakeManifest.KEY, store.description(), now, before));
  }
}
