package io.ttpprocessor.processor.input;

import java.io.IOException;

/**
 * A file that does not hold ledgers in a known form, from some place on. The message names the file
 * and the offset in bytes, counted in the file's uncompressed content.
 */
public final class LedgerFileException extends IOException {
  private static final long serialVersionUID = 1L;

  LedgerFileException(String file, long offset, String detail, Throwable cause) {
    super(file + ", offset " + offset + ": " + detail, cause);
  }
}
