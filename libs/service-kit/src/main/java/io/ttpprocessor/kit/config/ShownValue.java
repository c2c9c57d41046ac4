package io.ttpprocessor.kit.config;

/** A value that somebody else gave, made fit for a message or a log line. */
public final class ShownValue {
  private static final int LONGEST = 100;

  private ShownValue() {}

  /** The value quoted, control characters escaped, and cut after {@value #LONGEST} characters. */
  public static String of(String value) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length(), LONGEST); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.append(value.length() > LONGEST ? "\u2026\"" : "\"").toString();
  }
}
