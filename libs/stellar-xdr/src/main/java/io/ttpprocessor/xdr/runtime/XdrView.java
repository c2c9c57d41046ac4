package io.ttpprocessor.xdr.runtime;

import java.util.Arrays;

/**
 * A value of XDR where it lies: an array of bytes and a position in it.
 *
 * <p>A view in hand has been checked: it comes from a {@code parse}, from another view, or from an
 * offset that a {@link CheckListener} was told of while the same bytes were checked. It stays valid
 * as long as nobody writes to the array; views are immutable, but for remembering where their
 * fields end, and may be shared between threads.
 */
public abstract class XdrView {
  /** The array that the value lies in. */
  protected final byte[] bytes;

  /** The value's first byte. */
  protected final int offset;

  /** For generated code: trusts that the value was checked. */
  protected XdrView(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** The array that the value lies in, itself: not to be written to. */
  public final byte[] bytes() {
    return bytes;
  }

  /** Index of the value's first byte in {@link #bytes()}. */
  public final int offset() {
    return offset;
  }

  /** Index after the value's last byte; found by walking over the value. */
  public abstract int end();

  /** The value's length in bytes. */
  public final int size() {
    return end() - offset;
  }

  /** The value's bytes, in an array of their own. */
  public final byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, end());
  }

  /** Whether both values have the same bytes. */
  public final boolean contentEquals(XdrView other) {
    return Arrays.equals(bytes, offset, end(), other.bytes, other.offset, other.end());
  }

  /** The class and where the value begins; not its content. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "@" + offset;
  }

  /** For generated code: the error of asking a union for an arm that it does not hold. */
  protected static IllegalStateException wrongArm(String union, Object discriminant, String arm) {
    return new IllegalStateException(union + " of " + discriminant + " does not hold " + arm);
  }

  /** For generated code: the error of asking for an optional value that is not there. */
  protected static IllegalStateException absent(String field) {
    return new IllegalStateException(field + " is absent");
  }
}
