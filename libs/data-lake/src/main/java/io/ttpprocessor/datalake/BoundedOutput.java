package io.ttpprocessor.datalake;

import java.util.Arrays;
import java.util.Optional;

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
  private final SpareArrays spares;
  private byte[] bytes = {};
  private boolean isSpare;
  private int size;

  /**
   * An empty array.
   *
   * @param expected how many bytes it is thought to become; the limit if that is less
   * @param limit most bytes that it may grow to
   * @param inputBytes bytes that are held meanwhile and count too
   * @param spares arrays that it may become
   */
  BoundedOutput(long expected, int limit, long inputBytes, ByteLease lease, SpareArrays spares) {
    this.expected = (int) Math.min(limit, Math.max(SMALLEST, expected));
    this.limit = limit;
    this.inputBytes = inputBytes;
    this.lease = lease;
    this.spares = spares;
  }

  /** The array that is being filled from {@link #size()} on. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  int room() {
    return capacity() - size;
  }

  /** An array may be longer than what is allowed to come into it. */
  private int capacity() {
    return Math.min(limit, bytes.length);
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
    if (capacity() == limit) {
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
    Optional<byte[]> spare = spares.take(length);
    int taken = spare.map(array -> array.length).orElse(length);
    // Both are held while the one is copied into the other.
    lease.require(inputBytes + (size == 0 ? 0 : bytes.length) + taken);
    byte[] larger = spare.orElseGet(() -> new byte[length]);
    System.arraycopy(bytes, 0, larger, 0, size);
    bytes = larger;
    isSpare = spare.isPresent();
  }

  /**
   * Gives up what is left unused, if that is much; {@link #bytes()} is another array then. A spare
   * one stays as it is: it will be needed again.
   */
  void trim() throws BudgetExceededException {
    if (!isSpare && room() > bytes.length / TOLERATED_WASTE) {
      lease.require(inputBytes + bytes.length + size);
      bytes = Arrays.copyOf(bytes, size);
    }
  }
}
