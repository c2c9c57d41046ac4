package io.ttpprocessor.datalake;

import java.util.Arrays;

/**
 * A growing array with a limit, whose memory is taken from a lease before it is allocated: what is
 * decompressed counts, together with what it is decompressed from.
 */
final class BoundedOutput {
  private static final int SMALLEST = 16 << 10;

  /** What is left unused is copied away where it is more than one part in so many. */
  private static final int TOLERATED_WASTE = 4;

  private final int expected;
  private final int limit;
  private final long inputBytes;
  private final ByteLease lease;
  private byte[] bytes = {};
  private int size;

  /**
   * An empty array.
   *
   * @param expected how many bytes it is thought to become; the limit if that is less
   * @param limit most bytes that it may grow to
   * @param inputBytes bytes that are held meanwhile and count too
   */
  BoundedOutput(long expected, int limit, long inputBytes, ByteLease lease) {
    this.expected = (int) Math.min(limit, Math.max(SMALLEST, expected));
    this.limit = limit;
    this.inputBytes = inputBytes;
    this.lease = lease;
  }

  /** The array that is being filled from {@link #size()} on. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  int room() {
    return bytes.length - size;
  }

  /** How many bytes it is thought to become in all. */
  int expected() {
    return expected;
  }

  /** Most bytes that it may hold. */
  int limit() {
    return limit;
  }

  void advance(int count) {
    size += count;
  }

  /** Makes room for at least one more byte; false when the limit is reached. */
  boolean grow() throws BudgetExceededException {
    if (room() > 0) {
      return true;
    }
    if (bytes.length == limit) {
      return false;
    }
    allocate(bytes.length == 0 ? expected : (int) Math.min(limit, bytes.length * 2L));
    return true;
  }

  /** Makes room for {@code count} more bytes, or for as many as the limit allows. */
  void reserve(long count) throws BudgetExceededException {
    int wanted = (int) Math.min(limit, size + count);
    if (wanted > bytes.length) {
      allocate(wanted);
    }
  }

  private void allocate(int length) throws BudgetExceededException {
    // Both are held while the one is copied into the other.
    lease.require(inputBytes + (size == 0 ? 0 : bytes.length) + length);
    bytes = size == 0 ? new byte[length] : Arrays.copyOf(bytes, length);
  }

  /** Gives up what is left unused, if that is much; {@link #bytes()} is another array then. */
  void trim() throws BudgetExceededException {
    if (room() > bytes.length / TOLERATED_WASTE) {
      lease.require(inputBytes + bytes.length + size);
      bytes = Arrays.copyOf(bytes, size);
    }
  }
}
