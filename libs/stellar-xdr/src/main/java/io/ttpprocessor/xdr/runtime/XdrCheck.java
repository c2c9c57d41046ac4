package io.ttpprocessor.xdr.runtime;

import io.ttpprocessor.xdr.runtime.XdrException.Kind;

/**
 * Checks of bytes that nobody vouches for; each failure is an {@link XdrException}.
 *
 * <p>Offsets are indexes in the array; {@code limit} is exclusive, and no offset passed in is
 * beyond it. Checks that step over a value return the offset after it.
 */
public final class XdrCheck {
  /**
   * The deepest level at which a value of a recursive type is accepted; the value that is parsed is
   * at level 0, and each struct, union, array and optional around a value adds one.
   *
   * <p>The limit is that of stellar-core's own XDR reader. As in an {@code SCVal} that holds a
   * vector (optional, array, element) three levels pass from value to value, 500 such values nest.
   */
  public static final int MAXIMUM_DEPTH = 1500;

  private XdrCheck() {}

  /** That {@code size} bytes follow. */
  public static void bounds(int offset, int size, int limit, String field) {
    if (limit - offset < size) {
      throw truncated(offset, size, limit, field);
    }
  }

  /** A value of one size of which every bit pattern is valid. */
  public static int fixed(int offset, int size, int limit, String field) {
    bounds(offset, size, limit, field);
    return offset + size;
  }

  /** A {@code bool}. */
  public static int bool(byte[] bytes, int offset, int limit, String field) {
    bounds(offset, 4, limit, field);
    booleanValue(bytes, offset, field);
    return offset + 4;
  }

  /** That the number within bounds at {@code offset} is 0 or 1. */
  public static void booleanValue(byte[] bytes, int offset, String field) {
    if ((Xdr.int32(bytes, offset) & ~1) != 0) {
      throw found(Kind.INVALID_BOOLEAN, bytes, offset, field);
    }
  }

  /** The flag of an optional: whether a value follows it. */
  public static boolean optional(byte[] bytes, int offset, int limit, String field) {
    bounds(offset, 4, limit, field);
    int flag = Xdr.int32(bytes, offset);
    if ((flag & ~1) != 0) {
      throw found(Kind.INVALID_OPTIONAL, bytes, offset, field);
    }
    return flag != 0;
  }

  /** {@code opaque[length]} with padding. */
  public static int fixedOpaque(byte[] bytes, int offset, int limit, int length, String field) {
    int end = fixed(offset, Xdr.padded(length), limit, field);
    padding(bytes, offset + length, end, field);
    return end;
  }

  /** {@code opaque<>}: length, bytes, padding. */
  public static int opaque(byte[] bytes, int offset, int limit, CountLimit lengthLimit) {
    int length = count(bytes, offset, limit, lengthLimit);
    int start = offset + 4;
    int paddingSize = -length & 3;
    if (limit - start - length < paddingSize) {
      throw truncated(start + length, paddingSize, limit, lengthLimit.field());
    }
    int end = start + length + paddingSize;
    padding(bytes, start + length, end, lengthLimit.field());
    return end;
  }

  /** That the bytes from {@code start}, inclusive, to {@code end}, exclusive, are zero. */
  public static void padding(byte[] bytes, int start, int end, String field) {
    for (int at = start; at < end; at++) {
      if (bytes[at] != 0) {
        throw new XdrException(
            Kind.NONZERO_PADDING, at, field + " is padded with " + (bytes[at] & 0xFF));
      }
    }
  }

  /** A count that the schema allows and the remaining bytes can hold. */
  public static int count(byte[] bytes, int offset, int limit, CountLimit countLimit) {
    bounds(offset, 4, limit, countLimit.field());
    long count = Xdr.uint32(bytes, offset);
    if (count > countLimit.maximum()) {
      throw new XdrException(
          Kind.COUNT_EXCEEDS_MAXIMUM,
          offset,
          countLimit.field() + " counts " + count + ", at most " + countLimit.maximum());
    }
    int remaining = limit - offset - 4;
    if (count * countLimit.elementSize() > remaining) {
      throw new XdrException(
          Kind.COUNT_EXCEEDS_INPUT,
          offset,
          countLimit.field() + " counts " + count + ", but " + remaining + " bytes remain");
    }
    return (int) count;
  }

  /** An array of elements of one size of which every bit pattern is valid. */
  public static int array(byte[] bytes, int offset, int limit, CountLimit countLimit) {
    int count = count(bytes, offset, limit, countLimit);
    return offset + 4 + count * countLimit.elementSize();
  }

  /** That a value of a recursive type is not nested too deep. */
  public static void depth(int depth, int offset, String type) {
    if (depth > MAXIMUM_DEPTH) {
      throw new XdrException(
          Kind.TOO_DEEP, offset, type + " is nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
  }

  /** That a value which should fill its input does. */
  public static void exactEnd(int end, int limit, String type) {
    if (end != limit) {
      throw new XdrException(
          Kind.TRAILING_BYTES, end, (limit - end) + " bytes after the end of " + type);
    }
  }

  /** The error of an enum whose number at {@code offset} is none of its own. */
  public static XdrException unknownEnumValue(byte[] bytes, int offset, String field) {
    return found(Kind.UNKNOWN_ENUM_VALUE, bytes, offset, field);
  }

  /** The error of a union without an arm for the discriminant at {@code offset}. */
  public static XdrException unknownUnionArm(byte[] bytes, int offset, String field) {
    return found(Kind.UNKNOWN_UNION_ARM, bytes, offset, field);
  }

  private static XdrException found(Kind kind, byte[] bytes, int offset, String field) {
    return new XdrException(kind, offset, field + " is " + Xdr.int32(bytes, offset));
  }

  private static XdrException truncated(int offset, int size, int limit, String field) {
    return new XdrException(
        Kind.TRUNCATED,
        offset,
        field + " needs " + size + " bytes, but " + (limit - offset) + " remain");
  }
}
