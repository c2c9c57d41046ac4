package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.EventsMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
    throw new TypeConversionException(
        "expected one of " + String.join(", ", Names.ALL) + " but was '" + text + "'");
  }

  /** All modes' names, for the help text. */
  static final class Names implements Iterable<String> {
    private static final List<String> ALL =
        Arrays.stream(EventsMode.values()).map(EventsMode::text).toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }
}
