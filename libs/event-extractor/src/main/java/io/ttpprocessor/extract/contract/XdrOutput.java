package io.ttpprocessor.extract.contract;

import java.util.Arrays;

/** XDR (RFC 4506) in the making. */
final class XdrOutput {
  private static final int WORD = 4;

  private byte[] bytes = new byte[64];
  private int size;

  void int32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      append((byte) (value >>> shift));
    }
  }

  void int64(long value) {
    int32((int) (value >>> 32));
    int32((int) value);
  }

  void bool(boolean value) {
    int32(value ? 1 : 0);
  }

  /** {@code opaque[n]}, of a length that needs no padding. */
  void fixed(byte[] content) {
    for (byte b : content) {
      append(b);
    }
  }

  /** {@code opaque<>} or {@code string<>}: length, content, padding. */
  void variable(byte[] content) {
    int32(content.length);
    fixed(content);
    fixed(new byte[-content.length & WORD - 1]);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void append(byte value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = value;
  }
}
