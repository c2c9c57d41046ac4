package io.ttpprocessor.source;

/**
 * Which ledgers are wanted.
 *
 * @param first first ledger, inclusive; {@link #LATEST} for the source's latest ledger
 * @param last last ledger, inclusive; {@link #LIVE} for a range without an end
 */
public record LedgerRange(long first, long last) {
  /** As first ledger: the latest that the source knows when the range is opened. */
  public static final long LATEST = 0;

  /** As last ledger: there is none. */
  public static final long LIVE = Long.MAX_VALUE;

  /** Largest sequence number: the protocol's is an unsigned 32-bit integer. */
  public static final long MAX_SEQUENCE = 0xFFFF_FFFFL;

  /** Refuses sequence numbers that no ledger has, and a last ledger before the first. */
  public LedgerRange {
    if (first < LATEST || first > MAX_SEQUENCE) {
      throw new IllegalArgumentException("first ledger " + first + " is no sequence number");
    }
    if (last != LIVE && (last < first || last == 0 || last > MAX_SEQUENCE)) {
      throw new IllegalArgumentException(
          "last ledger " + last + " is no sequence number from " + first + " on");
    }
  }

  /** From {@code first} to {@code last}, both inclusive. */
  public static LedgerRange bounded(long first, long last) {
    return new LedgerRange(first, last);
  }

  /** From {@code first} on, without an end. */
  public static LedgerRange live(long first) {
    return new LedgerRange(first, LIVE);
  }

  /**
   * As the original's {@code GetTTPEvents} means it: the end is inclusive, and one that is 0 or
   * less than the start makes the range live.
   */
  public static LedgerRange fromTtpRequest(long start, long end) {
    return end == 0 || end < start ? live(start) : bounded(start, end);
  }

  /**
   * As the original's {@code GetLedgerRange} means it: the end is exclusive.
   *
   * @throws IllegalArgumentException when the range is empty
   */
  public static LedgerRange fromHalfOpen(long start, long endExclusive) {
    return bounded(start, endExclusive - 1);
  }

  /** Whether the range has no end. */
  public boolean isLive() {
    return last == LIVE;
  }

  /** This range with {@link #LATEST} replaced by the latest ledger, which may make it live. */
  public LedgerRange resolve(long latest) {
    return first == LATEST ? fromTtpRequest(latest, isLive() ? 0 : last) : this;
  }

  @Override
  public String toString() {
    return isLive() ? first + " on" : first + ".." + last;
  }
}
