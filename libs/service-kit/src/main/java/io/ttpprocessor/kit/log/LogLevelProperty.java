package io.ttpprocessor.kit.log;

import ch.qos.logback.core.PropertyDefinerBase;
import io.ttpprocessor.kit.config.Settings;

/** What LOG_LEVEL says, for {@code logback-ttp.xml}; the default where it cannot be used. */
public final class LogLevelProperty extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return LogSettings.level(Settings.of(System.getenv()));
  }
}
