package io.ttpprocessor.rpc;

import java.util.Optional;

/** What the servers were last seen to hold. Thread-safe. */
final class RpcTip {
  private volatile Seen seen = new Seen(LedgerWindow.UNKNOWN, 0, System.nanoTime());

  private record Seen(LedgerWindow window, long closeTime, long atNanos) {}

  /** Notes what a server holds; the latest may go backwards, from one server to another. */
  void saw(LedgerWindow window, long closeTime) {
    seen = new Seen(window, closeTime, System.nanoTime());
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
