package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.encode.EncodedMessage;
import java.util.List;

/**
 * What a stream sends for a ledger: which of its events, and as which messages.
 *
 * <p>Formats are values: two that are equal send the same, and may share what was made once. Called
 * by several workers at a time.
 */
public interface LedgerFormat {
  /**
   * The ledger's messages, in order; none where the format has none for it.
   *
   * @param tools the calling worker's own
   * @param ledger the ledger that was extracted
   */
  List<EncodedMessage> messages(FormatTools tools, LedgerContent ledger);
}
