package io.ttpprocessor.processor.command;

import io.ttpprocessor.ledger.LedgerView;
import java.io.IOException;

/** What a command prints of ledgers: of each one line, without its end. */
interface LedgerLines {
  /**
   * The line of a ledger.
   *
   * @throws io.ttpprocessor.xdr.runtime.XdrException when a part cannot be read
   * @throws io.ttpprocessor.ledger.LedgerException when its parts do not fit together
   * @throws io.ttpprocessor.extract.ExtractionException when its events cannot be told
   * @throws IOException when what is found beside the line cannot be written
   */
  String of(LedgerView ledger) throws IOException;

  /** The line of a ledger that has none of its own; 0 for what is not known of it. */
  String ofError(long sequence, long protocol, String error);
}
