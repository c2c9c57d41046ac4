package io.ttpprocessor.processor.command;

import io.ttpprocessor.ledger.LedgerChecks;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A level of checks from its name on the command line, in any case of letters. */
final class ChecksConverter implements ITypeConverter<LedgerChecks> {
  @Override
  public LedgerChecks convert(String name) {
    for (LedgerChecks level : LedgerChecks.values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    throw new TypeConversionException("'" + name + "' is not one of " + names());
  }

  private static String names() {
    return Arrays.stream(LedgerChecks.values())
        .map(LedgerChecks::text)
        .collect(Collectors.joining(", "));
  }
}
