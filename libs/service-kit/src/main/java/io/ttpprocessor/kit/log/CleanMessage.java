package io.ttpprocessor.kit.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %cleanMessage}: a line's message, on one line and without anything that does harm. */
public final class CleanMessage extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return LogText.clean(String.valueOf(event.getFormattedMessage()));
  }
}
