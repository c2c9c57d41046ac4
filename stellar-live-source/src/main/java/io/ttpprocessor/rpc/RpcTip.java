package io.ttpprocessor.rpc;

import java.util.Optional;

/** What the servers were last seen to hold. Thread-safe. */
final class RpcTip {
  private volatile Seen seen = new Seen(LedgerWindow.UNKNOWN, 0, System.nanoTime());

  private record Seen(LedgerWindow window, long closeTime, long atNanos) {}

  /**
   * Notes what a server holds; the latest may go backwards, from one server to another.
   *
   * @param closeTime when its latest ledger closed, in seconds since 1970; 0 when not told
   */
  void saw(LedgerWindow window, long closeTime) {
    Seen before = seen;
    boolean isSame = window.latest() == before.window().latest();
    long time = closeTime == 0 && isSame ? before.closeTime() : closeTime;
    seen = new Seen(window, time, System.nanoTime());
  }

  /** The ledgers last seen to be held. */
  LedgerWindow window() {
    return seen.window();
  }

  /** When the latest ledger closed, in seconds since 1970, if that was told. */
  Optional<Long> closeTime() {
    return Optional.of(seen.closeTime()).filter(seconds -> seconds > 0);
  }

  /** Nanoseconds since the servers were last seen; since the start if they never were. */
  long age() {
    return System.nanoTime() - seen.atNanos();
  }
}
