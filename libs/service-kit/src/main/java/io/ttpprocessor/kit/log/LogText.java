package io.ttpprocessor.kit.log;

/**
 * Texts as a log may show them. Memos, asset codes and what servers answer come from strangers, who
 * could write a line of their own into the log, or steer the terminal of whoever reads it.
 */
final class LogText {
  /** Most characters of one text. */
  static final int MOST_CHARACTERS = 4_000;

  private LogText() {}

  /**
   * The text on one line, cut to {@link #MOST_CHARACTERS}: line ends become {@code " | "}; other
   * control characters, separators of lines and paragraphs, signs that turn the direction of
   * writing, and lone surrogates become their number, as in {@code \u001b}.
   */
  static String clean(String text) {
    int end = Math.min(text.length(), MOST_CHARACTERS);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder clean = new StringBuilder(end + 16);
    for (int i = 0; i < end; ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (character == '\n' || character == '\r') {
        while (i < end && (text.charAt(i) == '\n' || text.charAt(i) == '\r')) {
          i++;
        }
        clean.append(" | ");
      } else if (isHarmful(character)) {
        clean.append(String.format("\\u%04x", character));
      } else {
        clean.appendCodePoint(character);
      }
    }
    if (end < text.length()) {
      clean.append("… (").append(text.length() - end).append(" characters more)");
    }
    return clean.toString();
  }

  private static boolean isHarmful(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character != '\t';
      // Signs without a width turn the direction of writing, or hide letters in others.
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
