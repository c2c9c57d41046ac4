package io.ttpprocessor.xdr.runtime;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Opaque bytes or a string: the content alone, without length word and padding. */
public final class OpaqueView extends XdrView {
  private final int length;

  private OpaqueView(byte[] bytes, int offset, int length) {
    super(bytes, offset);
    this.length = length;
  }

  /** For generated code: {@code opaque[length]} of checked bytes. */
  public static OpaqueView fixed(byte[] bytes, int offset, int length) {
    return new OpaqueView(bytes, offset, length);
  }

  /** For generated code: {@code opaque<>} of checked bytes, from its length word on. */
  public static OpaqueView variable(byte[] bytes, int offset) {
    return new OpaqueView(bytes, offset + 4, Xdr.int32(bytes, offset));
  }

  @Override
  public int end() {
    return offset + length;
  }

  /** The byte at an index from 0; an IndexOutOfBoundsException outside of the content. */
  public byte at(int index) {
    return bytes[offset + Objects.checkIndex(index, length)];
  }

  /** The content as UTF-8; malformed bytes become U+FFFD. */
  public String utf8() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** The content in lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes, offset, end());
  }
}
