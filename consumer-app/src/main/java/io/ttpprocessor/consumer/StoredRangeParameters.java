package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.store.LedgerSpan;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The ledgers that a command over what is stored is asked for, each side of which may be open. */
final class StoredRangeParameters {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "<start>",
      description = "First ledger; 0, or none: the first one stored.")
  private LedgerArgument start;

  @Parameters(
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "<end>",
      description = "Last ledger, inclusive; 0, or none: the last one stored.")
  private LedgerArgument end;

  private LedgerArguments.Numbers numbers;

  /** Refuses what is no range; comes before all else. */
  void check() {
    numbers = LedgerArguments.read(command, start, end, "the last one stored");
  }

  /** The range that is asked for, where an open side is the first or last one stored. */
  Optional<LedgerSpan> of(List<LedgerSpan> stored) {
    return LedgerArguments.range(numbers, stored);
  }

  /** Why {@link #of} is empty where something is stored. */
  String outside() {
    return numbers.end() == 0
        ? "ledger " + numbers.start() + " comes after the last one stored; name the end as well"
        : "ledger " + numbers.end() + " comes before the first one stored; name the start as well";
  }
}
