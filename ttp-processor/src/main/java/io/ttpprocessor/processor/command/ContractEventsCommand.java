package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.input.FileLedger;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints one JSON line per ledger of the files, in their order, with all its contract events. A
 * ledger that cannot be read gets an error line, and a file that cannot be read further a message
 * on standard error; the rest is printed all the same, and the exit code is then 1.
 */
@Command(
    name = "contract-events",
    mixinStandardHelpOptions = true,
    description =
        "Prints every contract event of ledgers in files, one JSON line per ledger: of operations,"
            + " of transactions and for diagnosis, of failed transactions too.")
public final class ContractEventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--network-passphrase",
      required = true,
      paramLabel = "PASSPHRASE",
      converter = NetworkConverter.class,
      description = "Passphrase of the network that the ledgers are of.")
  private Network network;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Ledgers, in any form that extract reads.")
  private List<String> files;

  private final ContractEventExtractor extractor = new ContractEventExtractor();
  private boolean failed;

  @Override
  public Integer call() throws IOException {
    try (Writer output =
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
      return run(output);
    }
  }

  /** Writes the lines to {@code output}; returns the exit code. */
  int run(Writer output) throws IOException {
    LedgerLinePrinter printer =
        new LedgerLinePrinter(this::line, output, spec.commandLine().getErr());
    boolean allRead = printer.print(files);
    return allRead && !failed ? 0 : 1;
  }

  private String line(FileLedger ledger) {
    long sequence = 0;
    try {
      LedgerView view = LedgerView.parse(ledger.ledgerCloseMeta(), network);
      sequence = view.sequence();
      return ContractEventJsonLine.ofEvents(extractor.extract(view));
    } catch (XdrException | LedgerException | ExtractionException e) {
      failed = true;
      String place = ledger.file() + ", ledger at offset " + ledger.offset() + ": ";
      return ContractEventJsonLine.ofError(sequence, place + e.getMessage());
    }
  }
}
