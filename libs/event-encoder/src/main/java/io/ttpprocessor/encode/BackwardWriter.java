package io.ttpprocessor.encode;

import java.util.Arrays;

/**
 * Writes the protobuf wire format from its end to its beginning, so that the length of a nested
 * message is known when it is due: a message's last field is written first, and of a field the
 * value before the tag. The buffer grows as needed and is used again. Not thread-safe.
 */
final class BackwardWriter {
  private static final int INITIAL_SIZE = 1 << 16;
  private static final int LARGEST_KEPT = 16 << 20;
  private static final int MAXIMUM_SIZE = Integer.MAX_VALUE - 8;
  private static final int VARINT_BITS = 7;
  private static final int MAXIMUM_VARINT_SIZE = 10;
  private static final int CONTINUATION = 0x80;
  private static final int WIRE_TYPE_BITS = 3;
  private static final int WIRE_TYPE_VARINT = 0;
  private static final int WIRE_TYPE_LENGTH_DELIMITED = 2;

  private byte[] buffer = new byte[INITIAL_SIZE];

  /** Index of the byte written last, the first of the message. */
  private int start = buffer.length;

  /** Forgets what was written; one very large message does not take its memory for ever. */
  void clear() {
    if (buffer.length > LARGEST_KEPT) {
      buffer = new byte[INITIAL_SIZE];
    }
    start = buffer.length;
  }

  /** Number of bytes written. */
  int size() {
    return buffer.length - start;
  }

  /** A copy of all that was written. */
  byte[] copy() {
    return Arrays.copyOfRange(buffer, start, buffer.length);
  }

  /**
   * The array that holds what was written, at its end: what was written when the writer had a
   * {@link #size()} begins that many bytes before the end, until more is written.
   */
  byte[] buffer() {
    return buffer;
  }

  /** Makes sure that {@link #reserve} can hand out this many bytes without another look. */
  private void require(int size) {
    if (start < size) {
      grow(size);
    }
  }

  /** The array to write {@code size} bytes to, from {@link #start()} on. */
  byte[] reserve(int size) {
    require(size);
    start -= size;
    return buffer;
  }

  /** Where in the array of {@link #reserve} the bytes belong. */
  int start() {
    return start;
  }

  /** Bytes as they are. */
  void bytes(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, start, bytes.length);
  }

  /** The length and tag of what was written since the writer had the given {@link #size()}. */
  void lengthAndTag(int field, int sizeBefore) {
    varint(size() - sizeBefore);
    varint((long) field << WIRE_TYPE_BITS | WIRE_TYPE_LENGTH_DELIMITED);
  }

  /** A number that is left out when it is 0. */
  void number(int field, long value) {
    if (value != 0) {
      presentNumber(field, value);
    }
  }

  /** A number that is there also when it is 0. */
  void presentNumber(int field, long value) {
    varint(value);
    varint((long) field << WIRE_TYPE_BITS | WIRE_TYPE_VARINT);
  }

  /** A number in decimal digits. */
  void decimal(long value) {
    require(Long.SIZE);
    int at = start;
    long rest = value;
    // Two digits a division: it is most of the work.
    while (rest > 9 || rest < -9) {
      long quotient = rest / 100;
      int pair = Math.abs((int) (rest - quotient * 100));
      buffer[--at] = (byte) ('0' + pair % 10);
      buffer[--at] = (byte) ('0' + pair / 10);
      rest = quotient;
    }
    if (rest != 0 || at == start) {
      buffer[--at] = (byte) ('0' + Math.abs((int) rest));
    }
    if (value < 0) {
      buffer[--at] = '-';
    }
    start = at;
  }

  private void varint(long value) {
    require(MAXIMUM_VARINT_SIZE);
    if (value >>> VARINT_BITS == 0) {
      buffer[--start] = (byte) value;
      return;
    }
    start -= varintSize(value);
    int at = start;
    long rest = value;
    while (rest >>> VARINT_BITS != 0) {
      buffer[at++] = (byte) (rest | CONTINUATION);
      rest >>>= VARINT_BITS;
    }
    buffer[at] = (byte) rest;
  }

  private static int varintSize(long value) {
    return (Long.SIZE - Long.numberOfLeadingZeros(value) + VARINT_BITS - 1) / VARINT_BITS;
  }

  private void grow(int size) {
    int used = size();
    long needed = (long) used + size;
    if (needed > MAXIMUM_SIZE) {
      throw new IllegalStateException("a message of more than " + MAXIMUM_SIZE + " bytes");
    }
    byte[] grown = new byte[(int) Math.min(MAXIMUM_SIZE, Math.max(needed, 2L * buffer.length))];
    System.arraycopy(buffer, start, grown, grown.length - used, used);
    buffer = grown;
    start = grown.length - used;
  }
}
