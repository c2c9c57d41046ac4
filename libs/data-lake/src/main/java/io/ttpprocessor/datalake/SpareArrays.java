package io.ttpprocessor.datalake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Arrays that a stream has done with, for the objects that it unpacks next: a new one of a megabyte
 * is zeroed first, and is in no cache. They are counted in the budget while they lie here.
 * Thread-safe.
 */
final class SpareArrays implements AutoCloseable {
  /** How many times as long as needed an array may be. */
  private static final int TOLERATED_EXCESS = 4;

  private final ByteBudget budget;
  private final int most;
  private final Deque<byte[]> arrays = new ArrayDeque<>();
  private boolean closed;

  /** Room for {@code most} arrays, as far as the budget has room too. */
  SpareArrays(ByteBudget budget, int most) {
    this.budget = budget;
    this.most = most;
  }

  /** Room for no arrays. */
  static SpareArrays none() {
    return new SpareArrays(new ByteBudget(0), 0);
  }

  /** Takes over an array that nobody reads or writes any more; the oldest one makes room for it. */
  synchronized void give(byte[] array) {
    if (closed || most == 0) {
      return;
    }
    if (arrays.size() == most) {
      budget.release(arrays.removeFirst().length);
    }
    if (budget.tryReserve(array.length)) {
      arrays.addLast(array);
    }
  }

  /**
   * Hands an array out, the one last given if it fits; its bytes are not counted any more.
   *
   * @param length how long it has to be; it may be longer, and holds what was left in it
   */
  synchronized Optional<byte[]> take(int length) {
    for (Iterator<byte[]> newest = arrays.descendingIterator(); newest.hasNext(); ) {
      byte[] array = newest.next();
      if (array.length >= length && array.length / TOLERATED_EXCESS <= length) {
        newest.remove();
        budget.release(array.length);
        return Optional.of(array);
      }
    }
    return Optional.empty();
  }

  /** Gives up all arrays; none is taken over afterwards. */
  @Override
  public synchronized void close() {
    closed = true;
    arrays.forEach(array -> budget.release(array.length));
    arrays.clear();
  }
}
