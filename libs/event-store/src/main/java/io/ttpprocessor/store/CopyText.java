package io.ttpprocessor.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes rows of PostgreSQL's COPY text format (its manual, "COPY", "Text Format") in UTF-8, column
 * by column: tabs between them, {@code \N} for null. Not thread-safe.
 *
 * <p>PostgreSQL's text holds no zero byte, which memos and asset codes may: it is stored as {@code
 * \000}, and a backslash as two, so that {@code decode(column, 'escape')} gives the bytes back.
 */
final class CopyText {
  /** Year 9999's last second: the last that protobuf's Timestamp has. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int FIRST_BYTES = 64 << 10;
  private static final int MOST_BYTES_OF_A_CHAR = 8;
  private static final byte[] NULL = {'\\', 'N'};

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private boolean inRow;
  private long second = -1;
  private byte[] secondText = {};

  /** Bytes written since the last {@link #clear()}. */
  int length() {
    return length;
  }

  /** The bytes written, from index 0 to {@link #length()}; valid until the next write. */
  byte[] bytes() {
    return bytes;
  }

  /** Forgets what was written, also a row that was not ended. */
  void clear() {
    length = 0;
    inRow = false;
  }

  /** Ends the row. */
  void endRow() {
    room(1);
    bytes[length++] = '\n';
    inRow = false;
  }

  private void column() {
    if (inRow) {
      room(1);
      bytes[length++] = '\t';
    }
    inRow = true;
  }

  /** A column that is null. */
  void none() {
    column();
    ascii(NULL);
  }

  void number(long value) {
    column();
    ascii(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
  }

  void unsigned(int value) {
    number(Integer.toUnsignedLong(value));
  }

  void bool(boolean value) {
    column();
    room(1);
    bytes[length++] = (byte) (value ? 't' : 'f');
  }

  /** A time in seconds since 1970. */
  void time(String column, long seconds) {
    if (seconds < 0 || seconds > LATEST_SECOND) {
      throw new IllegalArgumentException(column + " is " + seconds + " seconds after 1970");
    }
    // The events of a ledger share it.
    if (seconds != second) {
      secondText = Instant.ofEpochSecond(seconds).toString().getBytes(StandardCharsets.US_ASCII);
      second = seconds;
    }
    column();
    ascii(secondText);
  }

  /** Bytes for a column of the type bytea. */
  void hex(byte[] value) {
    column();
    room(3 + 2 * value.length);
    bytes[length++] = '\\';
    bytes[length++] = '\\';
    bytes[length++] = 'x';
    for (byte b : value) {
      bytes[length++] = (byte) Character.forDigit(b >> 4 & 0xf, 16);
      bytes[length++] = (byte) Character.forDigit(b & 0xf, 16);
    }
  }

  /** An address, hash or number: visible ASCII, so anything else is an error upstream. */
  void word(String column, String value) {
    if (value == null) {
      none();
      return;
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    column();
    room(value.length());
    // Most of a row is words: fields in place of these would be written for each character.
    byte[] to = bytes;
    int end = length;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '\\') {
        throw new IllegalArgumentException(
            column + " holds a character that no address or hash has");
      }
      to[end++] = (byte) c;
    }
    length = end;
  }

  /** Any text: escaped once for the column's own rule, and once more for COPY. */
  void text(String value) {
    if (value == null) {
      none();
      return;
    }
    column();
    for (int i = 0; i < value.length(); i++) {
      room(MOST_BYTES_OF_A_CHAR);
      char c = value.charAt(i);
      if (c == '\0') {
        ascii("\\\\000".getBytes(StandardCharsets.US_ASCII));
      } else {
        if (c == '\\') {
          escaped(c);
        }
        i += put(value, i);
      }
    }
  }

  /** Text that is stored as it is, such as JSON; null where it is empty. */
  void exactly(String value) {
    if (value.isEmpty()) {
      none();
      return;
    }
    column();
    for (int i = 0; i < value.length(); i++) {
      room(MOST_BYTES_OF_A_CHAR);
      i += put(value, i);
    }
  }

  /** Writes the character at {@code i}, escaped for COPY; returns how many more chars it took. */
  private int put(String value, int i) {
    char c = value.charAt(i);
    if (c < 0x80) {
      escaped(c);
      return 0;
    }
    int codePoint = value.codePointAt(i);
    ascii(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    return Character.charCount(codePoint) - 1;
  }

  private void escaped(char c) {
    switch (c) {
      case '\\' -> escape('\\');
      case '\t' -> escape('t');
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      default -> bytes[length++] = (byte) c;
    }
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) c;
  }

  private void ascii(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
