package io.ttpprocessor.kit.log;

import io.ttpprocessor.kit.config.Settings;
import org.slf4j.event.Level;

/**
 * LOG_LEVEL and LOG_FORMAT. The logger is set up before a service reads its settings, and then goes
 * by the defaults where these cannot be used; {@link #check} tells so among all other problems.
 */
public final class LogSettings {
  private static final String LEVEL = "LOG_LEVEL";
  private static final String FORMAT = "LOG_FORMAT";

  private LogSettings() {}

  /** How a line is written. */
  enum Format {
    /** For people. */
    TEXT,
    /** An object of JSON a line, for programs. */
    JSON
  }

  /** Notes a problem for each of the two that cannot be used. */
  public static void check(Settings settings) {
    level(settings);
    format(settings);
  }

  /** The level from which on lines are written: INFO unless set. */
  static String level(Settings settings) {
    return settings.choice(LEVEL, Level.class, Level.INFO).name();
  }

  /** The format by the name of its appender in {@code logback-ttp.xml}: TEXT unless set. */
  static String format(Settings settings) {
    return settings.choice(FORMAT, Format.class, Format.TEXT).name();
  }
}
