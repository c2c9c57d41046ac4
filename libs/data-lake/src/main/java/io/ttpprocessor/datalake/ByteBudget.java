package io.ttpprocessor.datalake;

/** Bytes that may be held by several holders together. Thread-safe; never blocks. */
final class ByteBudget {
  private final long limit;
  private long used;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Takes {@code bytes} of the budget if there are as many left. */
  synchronized boolean tryReserve(long bytes) {
    if (bytes > limit - used) {
      return false;
    }
    used += bytes;
    return true;
  }

  /** Gives {@code bytes} back. */
  synchronized void release(long bytes) {
    used -= bytes;
  }

  /** Bytes that are held now. */
  synchronized long used() {
    return used;
  }

  /** Most bytes that may be held. */
  long limit() {
    return limit;
  }
}
