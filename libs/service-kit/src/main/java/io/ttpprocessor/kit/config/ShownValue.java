package io.ttpprocessor.kit.config;

import java.time.Duration;

/** A value that somebody else gave, made fit for a message or a log line. */
public final class ShownValue {
  private static final int LONGEST = 100;

  private ShownValue() {}

  /** A size as one would set it: in the largest unit of which it is a whole number. */
  static String ofBytes(long bytes) {
    String[] units = {"", "KiB", "MiB", "GiB"};
    long size = bytes;
    int unit = 0;
    while (size != 0 && size % 1024 == 0 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return size + units[unit];
  }

  /** A duration as one would set it: {@code 1m30s}, {@code 500ms}. */
  static String ofDuration(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

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
