package io.ttpprocessor.processor.command;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.input.FileLedger;
import io.ttpprocessor.processor.input.LedgerFileException;
import io.ttpprocessor.processor.input.LedgerFileReader;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/**
 * Prints a line for each ledger of files, in their order. A ledger that cannot be told of gets an
 * error line, a file that cannot be read further a message among the errors, and the rest is
 * printed all the same.
 */
final class LedgerLinePrinter {
  private final LedgerLines lines;
  private final Writer output;
  private final PrintWriter errors;

  /** Prints these lines. */
  LedgerLinePrinter(LedgerLines lines, Writer output, PrintWriter errors) {
    this.lines = lines;
    this.output = output;
    this.errors = errors;
  }

  /** Standard output for many lines, in UTF-8. */
  static Writer standardOutput() {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
  }

  /**
   * Whether all files could be read to their ends, and all ledgers be told of; an IOException is of
   * the output.
   */
  boolean print(LedgerFiles input) throws IOException {
    boolean complete = true;
    for (String file : input.files()) {
      try (LedgerFileReader reader = open(file)) {
        complete &= reader != null && print(reader, input);
      }
    }
    output.flush();
    return complete;
  }

  /** Prints a problem among the errors, at once. */
  void report(String problem) {
    errors.println(problem);
    errors.flush();
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

  private boolean print(LedgerFileReader reader, LedgerFiles input) throws IOException {
    boolean complete = true;
    while (true) {
      FileLedger ledger;
      try {
        ledger = reader.next();
      } catch (IOException e) {
        report(e.getMessage());
        return false;
      }
      if (ledger == null) {
        return complete;
      }
      complete &= print(ledger, input);
    }
  }

  private boolean print(FileLedger ledger, LedgerFiles input) throws IOException {
    long sequence = 0;
    long protocol = 0;
    String line;
    boolean told = true;
    try {
      LedgerView view = LedgerView.parse(ledger.ledgerCloseMeta(), input.network());
      sequence = view.sequence();
      protocol = view.protocolVersion();
      line = lines.of(view);
    } catch (XdrException | LedgerException | ExtractionException e) {
      told = false;
      String place = ledger.file() + ", ledger at offset " + ledger.offset() + ": ";
      line = lines.ofError(sequence, protocol, place + e.getMessage());
    }
    output.write(line);
    output.write('\n');
    return told;
  }
}
