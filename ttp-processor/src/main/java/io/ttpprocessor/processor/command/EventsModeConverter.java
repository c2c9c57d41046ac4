package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.EventsMode;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A mode from its name on the command line. */
final class EventsModeConverter implements ITypeConverter<EventsMode> {
  @Override
  public EventsMode convert(String text) {
    for (EventsMode mode : EventsMode.values()) {
      if (mode.text().equals(text)) {
        return mode;
      }
    }
    throw new TypeConversionException("'" + text + "' is not one of " + names());
  }

  private static String names() {
    return Arrays.stream(EventsMode.values())
        .map(EventsMode::text)
        .collect(Collectors.joining(", "));
  }
}
