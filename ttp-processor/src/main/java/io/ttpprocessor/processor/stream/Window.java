package io.ttpprocessor.processor.stream;

/**
 * Decides when a subscription may ask its source for one ledger more: always when it holds none,
 * otherwise while it holds few and all subscriptions together have room for it. A ledger's size is
 * not known before it is there, so few are asked for at a time, and the largest seen so far stands
 * for the next. Thread-safe.
 */
final class Window {
  private static final int MAXIMUM_REQUESTED = 2;

  private final int maximumLedgers;
  private final InFlightBytes total;
  private int requested;
  private int heldLedgers;
  private long heldBytes;
  private long largestBytes;
  private boolean closed;

  Window(int maximumLedgers, InFlightBytes total) {
    this.maximumLedgers = maximumLedgers;
    this.total = total;
  }

  /** Whether to ask for one more, which then counts as asked for. */
  synchronized boolean tryRequest() {
    if (closed || !mayRequest()) {
      return false;
    }
    requested++;
    return true;
  }

  /** Counts a ledger that came in. */
  synchronized void arrived(int bytes) {
    if (closed) {
      return;
    }
    requested--;
    heldLedgers++;
    heldBytes += bytes;
    largestBytes = Math.max(largestBytes, bytes);
    total.add(bytes);
  }

  /** Counts a ledger all of whose messages have been handed over. */
  synchronized void delivered(int bytes) {
    if (closed) {
      return;
    }
    heldLedgers--;
    heldBytes -= bytes;
    total.add(-bytes);
  }

  /** Gives back all that is held. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      total.add(-heldBytes);
    }
  }

  private boolean mayRequest() {
    if (heldLedgers + requested == 0) {
      return true;
    }
    return largestBytes > 0
        && requested < MAXIMUM_REQUESTED
        && heldLedgers + requested < maximumLedgers
        && total.hasRoomFor((requested + 1) * largestBytes);
  }
}
