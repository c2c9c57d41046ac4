package io.ttpprocessor.xdr.runtime;

import java.util.Objects;
import java.util.stream.IntStream;

/** An array of {@code int}, where it lies. */
public final class IntSequence {
  private final byte[] bytes;
  private final int first;
  private final int count;

  private IntSequence(byte[] bytes, int first, int count) {
    this.bytes = bytes;
    this.first = first;
    this.count = count;
  }

  /** For generated code: an array with a count. */
  public static IntSequence variable(byte[] bytes, int offset) {
    return new IntSequence(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  /** For generated code: an array without a count. */
  public static IntSequence fixed(byte[] bytes, int offset, int count) {
    return new IntSequence(bytes, offset, count);
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
  public int get(int index) {
    return Xdr.int32(bytes, first + Objects.checkIndex(index, count) * 4);
  }

  /** All elements in order. */
  public IntStream stream() {
    return IntStream.range(0, count).map(this::get);
  }
}
