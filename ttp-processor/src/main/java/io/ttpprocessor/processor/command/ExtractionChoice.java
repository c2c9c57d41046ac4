package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.ledger.LedgerChecks;
import picocli.CommandLine.Option;

/** How the commands that extract token events are to do it. */
final class ExtractionChoice {
  @Option(
      names = "--mode",
      defaultValue = "derived",
      paramLabel = "MODE",
      converter = EventsModeConverter.class,
      description = {
        "Where events are read from, and what they are held against (default: ${DEFAULT-VALUE}).",
        "derived: from operations, results and changes of ledger entries.",
        "unified: from the events that the network told (CAP-67); an error where there are none.",
        "cross-check: derived, and each difference from the network's events is told.",
        "verify: derived, and each change of a balance that they do not explain is told."
      })
  private EventsMode mode;

  @Option(
      names = "--checks",
      defaultValue = "none",
      paramLabel = "LEVEL",
      converter = ChecksConverter.class,
      description =
          "How much of each ledger is held against the network's hashes: none, chain, header,"
              + " transactions, results or events, each with those before it"
              + " (default: ${DEFAULT-VALUE}).")
  private LedgerChecks checks;

  /** Where events are read from, and what they are held against. */
  EventsMode mode() {
    return mode;
  }

  /** How much of each ledger is held against the network's hashes. */
  LedgerChecks checks() {
    return checks;
  }
}
