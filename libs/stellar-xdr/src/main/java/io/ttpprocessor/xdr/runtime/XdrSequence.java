package io.ttpprocessor.xdr.runtime;

/**
 * An array of checked values, where it lies.
 *
 * @param <T> the view of an element
 */
public abstract class XdrSequence<T> implements Iterable<T> {
  /** The array that the elements lie in. */
  protected final byte[] bytes;

  /** Offset of the first element. */
  protected final int first;

  /** How many elements there are. */
  protected final int count;

  /** For generated code: trusts that the elements were checked. */
  protected XdrSequence(byte[] bytes, int first, int count) {
    this.bytes = bytes;
    this.first = first;
    this.count = count;
  }

  /** The array that the elements lie in, itself: not to be written to. */
  public final byte[] bytes() {
    return bytes;
  }

  /** Index of the first element's first byte, or of where it would be, in {@link #bytes()}. */
  public final int first() {
    return first;
  }

  /** How many elements there are. */
  public final int count() {
    return count;
  }

  /** Whether there are none. */
  public final boolean isEmpty() {
    return count == 0;
  }

  /**
   * The element at an index from 0. Walks over the elements before it, unless all have one size:
   * iterate where all are wanted.
   *
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public abstract T get(int index);
}
