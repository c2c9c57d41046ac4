package io.ttpprocessor.xdr.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads of checked bytes (RFC 4506: big-endian, in units of four bytes).
 *
 * <p>Nothing here checks more than the array's own bounds: {@link XdrCheck} went over the bytes
 * before.
 */
public final class Xdr {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Xdr() {}

  /** An {@code int}. */
  public static int int32(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  /** An {@code unsigned int}: 0 to 2^32-1. */
  public static long uint32(byte[] bytes, int offset) {
    return int32(bytes, offset) & 0xFFFF_FFFFL;
  }

  /** A {@code hyper}, or an {@code unsigned hyper} as two's complement. */
  public static long int64(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  /** A {@code bool}, or the flag of an optional. */
  public static boolean bool(byte[] bytes, int offset) {
    return int32(bytes, offset) != 0;
  }

  /** The length of opaque bytes with their padding. */
  public static int padded(int length) {
    return (length + 3) & ~3;
  }

  /** The offset after {@code opaque<>}: length, bytes, padding. */
  public static int skipOpaque(byte[] bytes, int offset) {
    return offset + 4 + padded(int32(bytes, offset));
  }

  /** The offset after an array of elements of one size: count, elements. */
  public static int skipArray(byte[] bytes, int offset, int elementSize) {
    return offset + 4 + int32(bytes, offset) * elementSize;
  }

  /** The error of a walk over bytes that no check went over before. */
  public static IllegalStateException unchecked(String type, int offset) {
    return new IllegalStateException(
        "the bytes at " + offset + " were not checked to be a " + type);
  }
}
