package io.ttpprocessor.datalake;

import java.util.Optional;

/**
 * The share of a budget that one read has: taken as it grows, before the memory is, and given back
 * as it shrinks. Thread-safe; released for good by {@link #release()}, after which it is refused.
 */
final class ByteLease {
  private final Optional<ByteBudget> budget;
  private long bytes;
  private long peak;
  private boolean released;

  private ByteLease(Optional<ByteBudget> budget, long bytes) {
    this.budget = budget;
    this.bytes = bytes;
    this.peak = 0;
  }

  /** A share of so many bytes to begin with; nothing when the budget has no more as many. */
  static Optional<ByteLease> of(ByteBudget budget, long bytes) {
    return budget.tryReserve(bytes)
        ? Optional.of(new ByteLease(Optional.of(budget), bytes))
        : Optional.empty();
  }

  /** A share of no budget, which grows as it likes: for the one object that a stream waits for. */
  static ByteLease unlimited() {
    return new ByteLease(Optional.empty(), 0);
  }

  /** Takes what is missing to {@code needed} bytes; false when there are not as many left. */
  synchronized boolean extendTo(long needed) {
    if (released) {
      return false;
    }
    if (needed > bytes) {
      long missing = needed - bytes;
      if (!budget.map(whole -> whole.tryReserve(missing)).orElse(true)) {
        return false;
      }
      bytes = needed;
    }
    peak = Math.max(peak, needed);
    return true;
  }

  /** Takes what is missing to {@code needed} bytes. */
  void require(long needed) throws BudgetExceededException {
    if (!extendTo(needed)) {
      throw new BudgetExceededException();
    }
  }

  /** Gives back what is over {@code held} bytes. */
  synchronized void shrinkTo(long held) {
    if (held < bytes && !released) {
      long over = bytes - held;
      budget.ifPresent(whole -> whole.release(over));
      bytes = held;
    }
  }

  /** Gives all back; further calls have no effect. */
  synchronized void release() {
    shrinkTo(0);
    released = true;
  }

  /** Bytes that may be held without asking. */
  synchronized long bytes() {
    return budget.isPresent() ? bytes : Long.MAX_VALUE;
  }

  /** Most bytes that were needed at a time. */
  synchronized long peak() {
    return peak;
  }
}
