package io.ttpprocessor.rpc;

/**
 * How many ledgers to ask for at a time: as many as make a page of the wanted bytes, by the size of
 * those that came last; fewer after the server has shown that it cannot send as many, and slowly
 * more again while it can. Thread-safe.
 */
final class PageSize {
  /** Ledgers in the first request, when their size is not known: 16 MiB of the fullest so far. */
  private static final int FIRST = 4;

  private static final int RECOVERY = 8;

  private final long targetBytes;
  private final int most;
  private int allowed;
  private long ledgerBytes;

  /**
   * @param targetBytes bytes of ledgers wanted in a page
   * @param most most ledgers in a page, whatever their size
   */
  PageSize(long targetBytes, int most) {
    this.targetBytes = targetBytes;
    this.most = most;
    this.allowed = most;
  }

  /** How many ledgers to ask for when {@code wanted} are. */
  synchronized int next(long wanted) {
    long fitting = ledgerBytes == 0 ? FIRST : Math.max(1, targetBytes / ledgerBytes);
    return (int) Math.min(Math.min(fitting, allowed), wanted);
  }

  /** Learns from a page that came. */
  synchronized void came(long ledgers, long bytes) {
    if (ledgers == 0) {
      return;
    }
    // Rising sizes count at once, falling ones by and by: a page too large is the worse mistake.
    long average = bytes / ledgers;
    ledgerBytes = Math.max(Math.max(average, 1), (3 * ledgerBytes + average) / 4);
    allowed = Math.min(most, allowed + Math.max(1, allowed / RECOVERY));
  }

  /** Learns that {@code asked} ledgers were too many; false when no fewer can be asked for. */
  synchronized boolean tooMany(int asked) {
    allowed = Math.max(1, Math.min(allowed, asked / 2));
    return asked > 1;
  }
}
