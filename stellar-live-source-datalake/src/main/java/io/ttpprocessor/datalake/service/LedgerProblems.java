package io.ttpprocessor.datalake.service;

import io.ttpprocessor.kit.config.LedgerArgument;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is wrong with the ledgers that a command line names, told together. */
final class LedgerProblems {
  private final List<String> problems = new ArrayList<>();

  /** Notes a text that is no ledger's number. */
  void check(String name, LedgerArgument argument, boolean zeroToo) {
    argument.refusal(zeroToo).ifPresent(problem -> problems.add(name + ": " + problem));
  }

  /** Notes an end before the start, where both are numbers. */
  void inOrder(long start, String endName, long end) {
    if (problems.isEmpty() && end < start) {
      problems.add(endName + ": " + end + " comes before the first ledger, " + start);
    }
  }

  /**
   * Throws if anything was noted.
   *
   * @throws ParameterException with all of it
   */
  void refuse(CommandLine line) {
    if (!problems.isEmpty()) {
      throw new ParameterException(line, String.join(System.lineSeparator(), problems));
    }
  }
}
