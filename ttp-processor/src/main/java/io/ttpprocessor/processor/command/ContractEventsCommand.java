package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.ledger.LedgerView;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Prints one JSON line per ledger of the files, in their order, with all its contract events. The
 * exit code is 1 where a ledger or a file cannot be read ({@link LedgerLinePrinter}).
 */
@Command(
    name = "contract-events",
    mixinStandardHelpOptions = true,
    description =
        "Prints every contract event of ledgers in files, one JSON line per ledger: of operations,"
            + " of transactions and for diagnosis, of failed transactions too.")
public final class ContractEventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LedgerFiles input;

  @Override
  public Integer call() throws IOException {
    try (Writer output = LedgerLinePrinter.standardOutput()) {
      return run(output);
    }
  }

  /** Writes the lines to {@code output}; returns the exit code. */
  int run(Writer output) throws IOException {
    LedgerLinePrinter printer =
        new LedgerLinePrinter(new Lines(), output, spec.commandLine().getErr());
    return printer.print(input) ? 0 : 1;
  }

  private static final class Lines implements LedgerLines {
    private final ContractEventExtractor extractor = new ContractEventExtractor();

    @Override
    public String of(LedgerView ledger) {
      return ContractEventJsonLine.ofEvents(extractor.extract(ledger));
    }

    @Override
    public String ofError(long sequence, long protocol, String error) {
      return ContractEventJsonLine.ofError(sequence, error);
    }
  }
}
