package io.ttpprocessor.rpc.client;

import java.nio.charset.StandardCharsets;

/** Text of a server's, made fit for a message: on one line, of plain characters, and short. */
final class Excerpt {
  /** Most characters of foreign text in a message. */
  static final int LENGTH = 200;

  private static final int ESCAPED_CHARACTER = 6;

  private Excerpt() {}

  /** The first bytes of a body, read as Latin-1 so that none is lost. */
  static String of(byte[] bytes, int length) {
    return of(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
  }

  /** The text's start; control and non-ASCII characters escaped as Java escapes them. */
  static String of(String text) {
    StringBuilder excerpt = new StringBuilder();
    for (int i = 0; i < text.length() && excerpt.length() < LENGTH - ESCAPED_CHARACTER; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        excerpt.append(c);
      } else {
        excerpt.append(String.format("\\u%04x", (int) c));
      }
    }
    return excerpt.toString();
  }
}
