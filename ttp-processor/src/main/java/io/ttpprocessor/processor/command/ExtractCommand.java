package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.processor.event.EventMessages;
import io.ttpprocessor.processor.input.FileLedger;
import io.ttpprocessor.processor.input.LedgerFileException;
import io.ttpprocessor.processor.input.LedgerFileReader;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints one JSON line per ledger of the files, in their order. A ledger whose events cannot be
 * told gets an error line, and a file that cannot be read further a message on standard error; the
 * rest is printed all the same, and the exit code is then 1. It is 1 also where a cross-check finds
 * a difference.
 */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = "Prints the token-transfer events of ledgers in files, one JSON line per ledger.")
public final class ExtractCommand implements Callable<Integer> {
  private static final String STANDARD_ERROR = "-";

  @Spec private CommandSpec spec;

  @Option(
      names = "--network-passphrase",
      required = true,
      paramLabel = "PASSPHRASE",
      converter = NetworkConverter.class,
      description = "Passphrase of the network that the ledgers are of.")
  private Network network;

  @Option(
      names = "--mode",
      defaultValue = "derived",
      paramLabel = "MODE",
      converter = EventsModeConverter.class,
      completionCandidates = EventsModeConverter.Names.class,
      description =
          "Where events are read from: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private EventsMode mode;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where to write what was found beside events, as lines of JSON: events that have the name"
              + " of a token's event but are none, and the differences that a cross-check finds."
              + " - is standard error.")
  private String reportFile;

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

  @Option(
      names = "--verify",
      description =
          "Hold the events against the changes of balances; a ledger where they differ gets an"
              + " error line with the first difference.")
  private boolean verify;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A stream of frames, a lake object, one LedgerCloseMeta, or lines of base64;"
              + " plain, zstd or gzip. - is standard input.")
  private List<String> files;

  private ExtractionReport report;
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
    FileExtraction extractor =
        new FileExtraction(network, new EventExtractor(network, mode), checks, verify);
    try (Writer reportOutput = reportOutput()) {
      report = new ExtractionReport(reportOutput);
      EventMessages messages = new EventMessages();
      for (String file : files) {
        try (LedgerFileReader reader = open(file)) {
          if (reader != null) {
            extract(reader, extractor, messages, output);
          }
        }
      }
      output.flush();
      report.finish();
    }
    if (report.differences() > 0) {
      report(report.differences() + " events differ from the network's own");
    }
    if (verify) {
      spec.commandLine().getErr().println(extractor.verificationSummary());
      spec.commandLine().getErr().flush();
    }
    return failed ? 1 : 0;
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
      return Files.newBufferedWriter(Path.of(reportFile));
    } catch (IOException | InvalidPathException e) {
      throw new ParameterException(
          spec.commandLine(), "--report: " + reportFile + " cannot be written: " + e);
    }
  }

  private LedgerFileReader open(String file) {
    try {
      return LedgerFileReader.open(file);
    } catch (LedgerFileException e) {
      report(e.getMessage());
    } catch (NoSuchFileException e) {
      report(file + ": no such file");
    } catch (IOException | InvalidPathException e) {
      report(file + ": cannot be opened: " + e);
    }
    return null;
  }

  private void extract(
      LedgerFileReader reader, FileExtraction extractor, EventMessages messages, Writer output)
      throws IOException {
    FileLedger ledger = next(reader);
    while (ledger != null) {
      output.write(line(ledger, extractor, messages));
      output.write('\n');
      ledger = next(reader);
    }
  }

  private FileLedger next(LedgerFileReader reader) {
    try {
      return reader.next();
    } catch (IOException e) {
      report(e.getMessage());
      return null;
    }
  }

  private String line(FileLedger ledger, FileExtraction extractor, EventMessages messages)
      throws IOException {
    long sequence = 0;
    long protocol = 0;
    try {
      LedgerView view = LedgerView.parse(ledger.ledgerCloseMeta(), network);
      sequence = view.sequence();
      protocol = view.protocolVersion();
      LedgerEvents events = extractor.extract(view);
      report.add(events);
      return LedgerJsonLine.ofEvents(sequence, protocol, messages.of(events));
    } catch (XdrException | LedgerException | ExtractionException e) {
      failed = true;
      report.addError();
      String place = ledger.file() + ", ledger at offset " + ledger.offset() + ": ";
      return LedgerJsonLine.ofError(sequence, protocol, place + e.getMessage());
    }
  }

  private void report(String problem) {
    failed = true;
    PrintWriter errors = spec.commandLine().getErr();
    errors.println(problem);
    errors.flush();
  }
}
