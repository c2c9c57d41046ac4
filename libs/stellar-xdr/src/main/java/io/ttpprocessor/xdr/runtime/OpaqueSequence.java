package io.ttpprocessor.xdr.runtime;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/** An array of opaque values of varying length. */
public final class OpaqueSequence extends XdrSequence<OpaqueView> {
  private OpaqueSequence(byte[] bytes, int first, int count) {
    super(bytes, first, count);
  }

  /** For generated code: an array with a count. */
  public static OpaqueSequence variable(byte[] bytes, int offset) {
    return new OpaqueSequence(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  /** For generated code: an array without a count. */
  public static OpaqueSequence fixed(byte[] bytes, int offset, int count) {
    return new OpaqueSequence(bytes, offset, count);
  }

  /** For generated code: the offset after a checked array with a count. */
  public static int skip(byte[] bytes, int offset) {
    return skipElements(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  /** For generated code: the offset after checked elements. */
  public static int skipElements(byte[] bytes, int offset, int count) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      at = Xdr.skipOpaque(bytes, at);
    }
    return at;
  }

  /** For generated code: checks an array with a count. */
  public static int check(
      byte[] bytes, int offset, int limit, CountLimit countLimit, CountLimit lengthLimit) {
    int count = XdrCheck.count(bytes, offset, limit, countLimit);
    return checkElements(bytes, offset + 4, limit, count, lengthLimit);
  }

  /** For generated code: checks elements without a count. */
  public static int checkElements(
      byte[] bytes, int offset, int limit, int count, CountLimit lengthLimit) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      at = XdrCheck.opaque(bytes, at, limit, lengthLimit);
    }
    return at;
  }

  @Override
  public OpaqueView get(int index) {
    Objects.checkIndex(index, count);
    return OpaqueView.variable(bytes, skipElements(bytes, first, index));
  }

  @Override
  public Iterator<OpaqueView> iterator() {
    return new Elements(bytes, first, count);
  }

  private static final class Elements implements Iterator<OpaqueView> {
    private final byte[] bytes;
    private int next;
    private int remaining;

    private Elements(byte[] bytes, int first, int count) {
      this.bytes = bytes;
      this.next = first;
      this.remaining = count;
    }

    @Override
    public boolean hasNext() {
      return remaining > 0;
    }

    @Override
    public OpaqueView next() {
      if (remaining == 0) {
        throw new NoSuchElementException();
      }
      remaining--;
      OpaqueView element = OpaqueView.variable(bytes, next);
      next += 4 + Xdr.padded(element.size());
      return element;
    }
  }
}
