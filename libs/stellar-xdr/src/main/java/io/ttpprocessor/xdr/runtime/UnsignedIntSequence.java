package io.ttpprocessor.xdr.runtime;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An array of {@code unsigned int}, each 0 to 2^32-1, where it lies. */
public final class UnsignedIntSequence {
  private final byte[] bytes;
  private final int first;
  private final int count;

  private UnsignedIntSequence(byte[] bytes, int first, int count) {
    this.bytes = bytes;
    this.first = first;
    this.count = count;
  }

  /** For generated code: an array with a count. */
  public static UnsignedIntSequence variable(byte[] bytes, int offset) {
    return new UnsignedIntSequence(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  /** For generated code: an array without a count. */
  public static UnsignedIntSequence fixed(byte[] bytes, int offset, int count) {
    return new UnsignedIntSequence(bytes, offset, count);
  }

  /** How many elements there are. */
  public int count() {
    return count;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The element at an index from 0; an IndexOutOfBoundsException if there is none. */
  public long get(int index) {
    return Xdr.uint32(bytes, first + Objects.checkIndex(index, count) * 4);
  }

  /** All elements in order. */
  public LongStream stream() {
    return IntStream.range(0, count).mapToLong(this::get);
  }
}
