package io.ttpprocessor.kit.log;

import ch.qos.logback.core.PropertyDefinerBase;
import io.ttpprocessor.kit.config.Settings;

/** What LOG_FORMAT says, for {@code logback-ttp.xml}; the default where it cannot be used. */
public final class LogFormatProperty extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return LogSettings.format(Settings.of(System.getenv()));
  }
}
