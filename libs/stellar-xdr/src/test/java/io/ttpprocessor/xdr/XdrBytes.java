package io.ttpprocessor.xdr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Writes XDR by hand, word by word, independent of schema and views. */
final class XdrBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  XdrBytes int32(long value) {
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
    return this;
  }

  XdrBytes int64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    return this;
  }

  XdrBytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** So many bytes of one value. */
  XdrBytes repeated(int count, int value) {
    for (int i = 0; i < count; i++) {
      out.write(value);
    }
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
