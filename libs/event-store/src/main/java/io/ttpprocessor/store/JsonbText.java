package io.ttpprocessor.store;

/**
 * JSON as PostgreSQL's {@code jsonb} can hold it. Its text has no zero character and no half of a
 * surrogate pair, which JSON may escape ({@code \u0000}): each becomes U+FFFD, the character for
 * what cannot be shown. The value's XDR, stored beside it, has the bytes.
 */
final class JsonbText {
  private static final int ESCAPE_LENGTH = 6;
  private static final String REPLACEMENT = "\\ufffd";

  private JsonbText() {}

  /** {@code json}, or as much of it as jsonb can hold. */
  static String of(String json) {
    return json.contains("\\u") ? replaced(json) : json;
  }

  private static String replaced(String json) {
    StringBuilder text = new StringBuilder(json.length());
    int i = 0;
    while (i < json.length()) {
      int unit = unit(json, i);
      if (unit < 0) {
        // An escaped backslash is passed with what it escapes, so that no "u" after it counts.
        int taken = json.charAt(i) == '\\' && i + 1 < json.length() ? 2 : 1;
        text.append(json, i, i + taken);
        i += taken;
      } else if (Character.isHighSurrogate((char) unit) && isLow(json, i + ESCAPE_LENGTH)) {
        text.append(json, i, i + 2 * ESCAPE_LENGTH);
        i += 2 * ESCAPE_LENGTH;
      } else {
        boolean holds = unit != 0 && !Character.isSurrogate((char) unit);
        text.append(holds ? json.substring(i, i + ESCAPE_LENGTH) : REPLACEMENT);
        i += ESCAPE_LENGTH;
      }
    }
    return text.toString();
  }

  private static boolean isLow(String json, int i) {
    int unit = unit(json, i);
    return unit >= 0 && Character.isLowSurrogate((char) unit);
  }

  /** The UTF-16 unit that is escaped at {@code i}; -1 where none is. */
  private static int unit(String json, int i) {
    if (!json.startsWith("\\u", i) || i + ESCAPE_LENGTH > json.length()) {
      return -1;
    }
    int unit = 0;
    for (int k = i + 2; k < i + ESCAPE_LENGTH; k++) {
      int digit = Character.digit(json.charAt(k), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
