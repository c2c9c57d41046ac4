package io.ttpprocessor.backfill.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.io.api.Binary;

/**
 * Values one after the other in Parquet's encoding PLAIN: numbers with the least significant byte
 * first, bytes of any length after their length. Used again after a {@link #clear}. Not
 * thread-safe.
 */
final class PlainBytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int INITIAL_SIZE = 1 << 12;

  private byte[] bytes = new byte[INITIAL_SIZE];
  private int size;

  /** Bytes written. */
  int size() {
    return size;
  }

  /** Forgets all values. */
  void clear() {
    size = 0;
  }

  /** The array to write {@code length} further bytes to, the first at {@link #size}. */
  byte[] room(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
    }
    return bytes;
  }

  /** Takes over so many bytes that were written to the {@link #room}. */
  void skip(int length) {
    size += length;
  }

  /** Appends a number, the least significant byte first. */
  void putInt(int value) {
    INT.set(room(Integer.BYTES), size, value);
    size += Integer.BYTES;
  }

  /** Some of the bytes, as they are until more are written. */
  Binary binary(int offset, int length) {
    return Binary.fromReusedByteArray(bytes, offset, length);
  }

  /** Appends bytes of another. */
  void putAll(PlainBytes other, int offset, int length) {
    System.arraycopy(other.bytes, offset, room(length), size, length);
    size += length;
  }

  /** All bytes, as they are until more are written. */
  BytesInput input() {
    return BytesInput.from(bytes, 0, size);
  }
}
