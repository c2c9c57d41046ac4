package io.ttpprocessor.datalake;

import java.util.Arrays;

/**
 * A growing array with a limit, whose memory is taken from a lease before it is allocated: what is
 * decompressed counts, together with what it is decompressed from.
 */
final class BoundedOutput {
  private static final int SMALLEST = 16 << 10;

  private final int limit;
  private final long inputBytes;
  private final ByteLease lease;
  private byte[] bytes;
  private int size;

  /**
   * An empty array.
   *
   * @param expected bytes to begin with, or the limit if that is less
   * @param limit most bytes that it may grow to
   * @param inputBytes bytes that are held meanwhile and count too
   */
  BoundedOutput(long expected, int limit, long inputBytes, ByteLease lease)
      throws BudgetExceededException {
    this.limit = limit;
    this.inputBytes = inputBytes;
    this.lease = lease;
    int first = (int) Math.min(limit, Math.max(SMALLEST, expected));
    lease.require(inputBytes + first);
    this.bytes = new byte[first];
  }

  /** The array that is being filled from {@link #size()} on; it has room. */
  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  int room() {
    return bytes.length - size;
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
    int larger = (int) Math.min(limit, bytes.length * 2L);
    // Both are held while the one is copied into the other.
    lease.require(inputBytes + bytes.length + larger);
    bytes = Arrays.copyOf(bytes, larger);
    return true;
  }

  /** What has been written, in an array of its own size. */
  byte[] toByteArray() throws BudgetExceededException {
    if (size == bytes.length) {
      return bytes;
    }
    lease.require(inputBytes + bytes.length + size);
    return Arrays.copyOf(bytes, size);
  }
}
