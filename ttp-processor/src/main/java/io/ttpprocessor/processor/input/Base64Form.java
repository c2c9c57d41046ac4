package io.ttpprocessor.processor.input;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Lines of base64 (RFC 4648, standard alphabet, padded), one ledger each. */
final class Base64Form implements LedgerForm {
  private static final int MAXIMUM_LINE_BYTES = LedgerFileReader.MAXIMUM_LEDGER_BYTES / 3 * 4 + 4;

  @Override
  public FileLedger next(Content content) throws LedgerFileException {
    while (true) {
      long start = content.offset();
      byte[] line = content.readLine(MAXIMUM_LINE_BYTES);
      if (line == null) {
        return null;
      }
      String text = new String(line, StandardCharsets.ISO_8859_1).strip();
      if (!text.isEmpty()) {
        return new FileLedger(decode(content, start, text), content.file(), start);
      }
    }
  }

  private static byte[] decode(Content content, long start, String text)
      throws LedgerFileException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw content.failureAt(start, "the line is not base64: " + e.getMessage(), e);
    }
  }
}
