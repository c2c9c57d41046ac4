package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.config.LedgerArgument;
import io.ttpprocessor.store.LedgerSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The ledgers that a command line names: a first and a last one, inclusive, 0 where it is open. */
final class LedgerArguments {
  private LedgerArguments() {}

  /**
   * The two numbers.
   *
   * @param start first ledger, or 0
   * @param end last ledger, inclusive, or 0
   */
  record Numbers(long start, long end) {}

  /**
   * Reads both, and refuses what is no range.
   *
   * @param endless what an end of 0 is
   * @throws ParameterException with all that is wrong with them
   */
  static Numbers read(
      CommandSpec command, LedgerArgument start, LedgerArgument end, String endless) {
    CommandLine line = command.commandLine();
    if (start == null || end == null) {
      throw new ParameterException(line, "Say from which ledger to which: <start> <end>");
    }
    List<String> problems = new ArrayList<>();
    start.refusal(true).ifPresent(problem -> problems.add("<start>: " + problem));
    end.refusal(true).ifPresent(problem -> problems.add("<end>: " + problem));
    if (!problems.isEmpty()) {
      throw new ParameterException(line, String.join(System.lineSeparator(), problems));
    }
    Numbers numbers = new Numbers(start.sequence(), end.sequence());
    if (numbers.end() != 0 && numbers.end() < numbers.start()) {
      throw new ParameterException(
          line,
          String.format(
              "The end, %d, comes before the start, %d; 0 is %s",
              numbers.end(), numbers.start(), endless));
    }
    return numbers;
  }

  /** The range that is asked for, where an open side is the first or last one stored. */
  static Optional<LedgerSpan> range(Numbers numbers, List<LedgerSpan> stored) {
    long start = numbers.start();
    long end = numbers.end();
    if (stored.isEmpty()) {
      return start == 0 || end == 0 ? Optional.empty() : Optional.of(new LedgerSpan(start, end));
    }
    long first = start == 0 ? stored.get(0).first() : start;
    long last = end == 0 ? stored.get(stored.size() - 1).last() : end;
    return last < first ? Optional.empty() : Optional.of(new LedgerSpan(first, last));
  }

  /** Why the ledgers that are asked for cannot be read; empty where they can. */
  static Optional<String> refusal(Numbers numbers, List<LedgerSpan> stored) {
    Optional<LedgerSpan> range = range(numbers, stored);
    if (stored.isEmpty() || range.isEmpty()) {
      return Optional.of(stored.isEmpty() ? "nothing is stored" : "no such ledger is stored");
    }
    List<LedgerSpan> missing = range.get().without(stored);
    // Open sides ask for what there is; who names both means all of them.
    boolean all = numbers.start() != 0 && numbers.end() != 0;
    boolean outside =
        !missing.isEmpty()
            && (all
                || missing.get(0).first() == range.get().first()
                || missing.get(missing.size() - 1).last() == range.get().last());
    return outside
        ? Optional.of(range.get() + " are not all stored: missing are " + missing)
        : Optional.empty();
  }

  /** What of the stored ledgers is asked for. */
  static List<LedgerSpan> asked(Numbers numbers, List<LedgerSpan> stored) {
    LedgerSpan range = range(numbers, stored).orElseThrow();
    return stored.stream()
        .filter(range::overlaps)
        .map(
            span ->
                new LedgerSpan(
                    Math.max(span.first(), range.first()), Math.min(span.last(), range.last())))
        .toList();
  }
}
