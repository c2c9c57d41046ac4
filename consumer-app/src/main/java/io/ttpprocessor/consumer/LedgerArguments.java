package io.ttpprocessor.consumer;

import io.ttpprocessor.store.LedgerSpan;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The ledgers that a command line names: a first and a last one, inclusive, 0 where it is open. */
final class LedgerArguments {
  private static final long LAST_LEDGER = 0xffff_ffffL;

  private LedgerArguments() {}

  /**
   * Refuses what is no range.
   *
   * @param endless what an end of 0 is
   * @throws ParameterException naming both values
   */
  static void check(CommandSpec command, Long start, Long end, String endless) {
    CommandLine line = command.commandLine();
    if (start == null || end == null) {
      throw new ParameterException(line, "Say from which ledger to which: <start> <end>");
    }
    if (start < 0 || start > LAST_LEDGER || end < 0 || end > LAST_LEDGER) {
      throw new ParameterException(
          line, "Ledgers are numbered from 1 to " + LAST_LEDGER + ": got " + start + " " + end);
    }
    if (end != 0 && end < start) {
      throw new ParameterException(
          line, "The end, " + end + ", comes before the start, " + start + "; 0 is " + endless);
    }
  }

  /** The range that is asked for, where an open side is the first or last one stored. */
  static Optional<LedgerSpan> range(long start, long end, List<LedgerSpan> stored) {
    if (stored.isEmpty()) {
      return start == 0 || end == 0 ? Optional.empty() : Optional.of(new LedgerSpan(start, end));
    }
    long first = start == 0 ? stored.get(0).first() : start;
    long last = end == 0 ? stored.get(stored.size() - 1).last() : end;
    return last < first ? Optional.empty() : Optional.of(new LedgerSpan(first, last));
  }

  /** Why {@link #range} is empty where something is stored. */
  static String outside(long start, long end) {
    return end == 0
        ? "ledger " + start + " comes after the last one stored; name the end as well"
        : "ledger " + end + " comes before the first one stored; name the start as well";
  }

  /** Why the ledgers that are asked for cannot be read; empty where they can. */
  static Optional<String> refusal(long start, long end, List<LedgerSpan> stored) {
    Optional<LedgerSpan> range = range(start, end, stored);
    if (stored.isEmpty() || range.isEmpty()) {
      return Optional.of(stored.isEmpty() ? "nothing is stored" : "no such ledger is stored");
    }
    List<LedgerSpan> missing = range.get().without(stored);
    // Open sides ask for what there is; who names both means all of them.
    boolean all = start != 0 && end != 0;
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
  static List<LedgerSpan> asked(long start, long end, List<LedgerSpan> stored) {
    LedgerSpan range = range(start, end, stored).orElseThrow();
    return stored.stream()
        .filter(range::overlaps)
        .map(
            span ->
                new LedgerSpan(
                    Math.max(span.first(), range.first()), Math.min(span.last(), range.last())))
        .toList();
  }
}
