package io.ttpprocessor.xdr.runtime;

import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** An array of {@code hyper}, or of {@code unsigned hyper} as two's complement, where it lies. */
public final class LongSequence {
  private final byte[] bytes;
  private final int first;
  private final int count;

  private LongSequence(byte[] bytes, int first, int count) {
    this.bytes = bytes;
    this.first = first;
    this.count = count;
  }

  /** For generated code: an array with a count. */
  public static LongSequence variable(byte[] bytes, int offset) {
    return new LongSequence(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  /** For generated code: an array without a count. */
  public static LongSequence fixed(byte[] bytes, int offset, int count) {
    return new LongSequence(bytes, offset, count);
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
    return Xdr.int64(bytes, first + Objects.checkIndex(index, count) * 8);
  }

  /** All elements in order. */
  public LongStream stream() {
    return IntStream.range(0, count).mapToLong(this::get);
  }
}
