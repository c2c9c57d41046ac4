package io.ttpprocessor.datalake;

import java.util.Arrays;

/** A growing array with a limit. */
final class BoundedOutput {
  private static final int SMALLEST = 64 << 10;

  private final int limit;
  private byte[] bytes;
  private int size;

  BoundedOutput(long expected, int limit) {
    this.limit = limit;
    this.bytes = new byte[(int) Math.min(limit, Math.max(SMALLEST, expected))];
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
  boolean grow() {
    if (room() > 0) {
      return true;
    }
    if (bytes.length == limit) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, bytes.length * 2L));
    return true;
  }

  /** What has been written. */
  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
