package io.ttpprocessor.processor.command;

import io.ttpprocessor.encode.EventMessages;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerView;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Prints one JSON line per ledger of the files, in their order. The exit code is 1 where a ledger
 * or a file cannot be read ({@link LedgerLinePrinter}), where a mode that holds events against
 * something finds a difference, and where a cross-check could compare none of the ledgers.
 */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = "Prints the token-transfer events of ledgers in files, one JSON line per ledger.")
public final class ExtractCommand implements Callable<Integer> {
  private static final String STANDARD_ERROR = "-";

  @Spec private CommandSpec spec;

  @Mixin private LedgerFiles input;

  @Mixin private ExtractionChoice choice;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where to write what was found beside events, as lines of JSON: events that have the name"
              + " of a token's event but are none, and the differences that the modes cross-check"
              + " and verify find. No file that exists is written over. - is standard error.")
  private String reportFile;

  @Override
  public Integer call() throws IOException {
    try (Writer output = LedgerLinePrinter.standardOutput()) {
      return run(output);
    }
  }

  /** Writes the lines to {@code output}; returns the exit code. */
  int run(Writer output) throws IOException {
    try (Writer reportOutput = reportOutput()) {
      ExtractionReport report = new ExtractionReport(reportOutput);
      LedgerLinePrinter printer =
          new LedgerLinePrinter(
              new Lines(new SequenceExtractor(input, choice), report),
              output,
              spec.commandLine().getErr());
      boolean complete = printer.print(input);
      report.finish();
      report.conclusion().forEach(printer::report);
      return complete && report.isSound() ? 0 : 1;
    }
  }

  private Writer reportOutput() {
    if (reportFile == null) {
      return Writer.nullWriter();
    }
    if (reportFile.equals(STANDARD_ERROR)) {
      return new FilterWriter(spec.commandLine().getErr()) {
        @Override
        public void close() throws IOException {
          flush(); // standard error is not this command's to close
        }
      };
    }
    try {
      return Files.newBufferedWriter(Path.of(reportFile), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--report: " + reportFile + " exists already, and no file is written over");
    } catch (IOException | InvalidPathException e) {
      throw new ParameterException(
          spec.commandLine(), "--report: " + reportFile + " cannot be written: " + e);
    }
  }

  private record Lines(SequenceExtractor extractor, EventMessages messages, ExtractionReport report)
      implements LedgerLines {
    Lines(SequenceExtractor extractor, ExtractionReport report) {
      this(extractor, new EventMessages(), report);
    }

    @Override
    public String of(LedgerView ledger) throws IOException {
      CheckedLedger checked = extractor.extract(ledger);
      report.add(checked);
      return LedgerJsonLine.ofEvents(
          ledger.sequence(), ledger.protocolVersion(), messages.of(checked.events()));
    }

    @Override
    public String ofError(long sequence, long protocol, String error) {
      report.addError();
      return LedgerJsonLine.ofError(sequence, protocol, error);
    }
  }
}
