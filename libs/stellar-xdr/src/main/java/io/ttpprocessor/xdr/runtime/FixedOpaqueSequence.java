package io.ttpprocessor.xdr.runtime;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/** An array of opaque values of one length, a multiple of four. */
public final class FixedOpaqueSequence extends XdrSequence<OpaqueView> {
  private final int length;

  private FixedOpaqueSequence(byte[] bytes, int first, int count, int length) {
    super(bytes, first, count);
    this.length = length;
  }

  /** For generated code: an array with a count. */
  public static FixedOpaqueSequence variable(byte[] bytes, int offset, int length) {
    return new FixedOpaqueSequence(bytes, offset + 4, Xdr.int32(bytes, offset), length);
  }

  /** For generated code: an array without a count. */
  public static FixedOpaqueSequence fixed(byte[] bytes, int offset, int count, int length) {
    return new FixedOpaqueSequence(bytes, offset, count, length);
  }

  @Override
  public OpaqueView get(int index) {
    return OpaqueView.fixed(bytes, first + Objects.checkIndex(index, count) * length, length);
  }

  @Override
  public Iterator<OpaqueView> iterator() {
    return new Elements(this);
  }

  private static final class Elements implements Iterator<OpaqueView> {
    private final FixedOpaqueSequence sequence;
    private int index;

    private Elements(FixedOpaqueSequence sequence) {
      this.sequence = sequence;
    }

    @Override
    public boolean hasNext() {
      return index < sequence.count;
    }

    @Override
    public OpaqueView next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return sequence.get(index++);
    }
  }
}
