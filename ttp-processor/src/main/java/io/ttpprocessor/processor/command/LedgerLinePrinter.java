package io.ttpprocessor.processor.command;

import io.ttpprocessor.processor.input.FileLedger;
import io.ttpprocessor.processor.input.LedgerFileException;
import io.ttpprocessor.processor.input.LedgerFileReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Function;

/**
 * Prints a line for each ledger of files, in their order. A file that cannot be read further gets a
 * message among the errors, and the rest is printed all the same.
 */
final class LedgerLinePrinter {
  private final Function<FileLedger, String> line;
  private final Writer output;
  private final PrintWriter errors;

  /** Prints what {@code line} makes of each ledger, without a line end. */
  LedgerLinePrinter(Function<FileLedger, String> line, Writer output, PrintWriter errors) {
    this.line = line;
    this.output = output;
    this.errors = errors;
  }

  /** Whether all files could be read to their ends; an IOException is of the output. */
  boolean print(List<String> files) throws IOException {
    boolean allRead = true;
    for (String file : files) {
      try (LedgerFileReader reader = open(file)) {
        allRead &= reader != null && print(reader);
      }
    }
    output.flush();
    return allRead;
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

  private boolean print(LedgerFileReader reader) throws IOException {
    while (true) {
      FileLedger ledger;
      try {
        ledger = reader.next();
      } catch (IOException e) {
        report(e.getMessage());
        return false;
      }
      if (ledger == null) {
        return true;
      }
      output.write(line.apply(ledger));
      output.write('\n');
    }
  }

  private void report(String problem) {
    errors.println(problem);
    errors.flush();
  }
}
