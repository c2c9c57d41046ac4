package io.ttpprocessor.ledger;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Writes XDR by hand (RFC 4506), for tests of its readers. */
final class XdrWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  XdrWriter int32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  XdrWriter int64(long value) {
    return int32((int) (value >>> 32)).int32((int) value);
  }

  /** Opaque of fixed length, which must be a multiple of 4. */
  XdrWriter fixed(byte[] content) {
    out.writeBytes(content);
    return this;
  }

  /** Opaque of fixed length with all bytes alike. */
  XdrWriter filled(int length, int octet) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) octet);
    return fixed(content);
  }

  XdrWriter append(XdrWriter other) {
    return fixed(other.bytes());
  }

  /** An array of variable length. */
  XdrWriter array(List<XdrWriter> elements) {
    int32(elements.size());
    elements.forEach(this::append);
    return this;
  }

  XdrWriter with(Consumer<XdrWriter> part) {
    part.accept(this);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
