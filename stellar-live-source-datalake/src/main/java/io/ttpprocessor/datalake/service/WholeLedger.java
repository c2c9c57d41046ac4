package io.ttpprocessor.datalake.service;

import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.Optional;

/** A ledger whose XDR is checked as a whole, which a source leaves to whoever decodes it. */
final class WholeLedger {
  private static final Network UNKNOWN = Network.of("a network that is not known");

  private WholeLedger() {}

  /**
   * Decodes a ledger where it lies.
   *
   * @throws SourceException CORRUPT, naming the object and the byte offset within its content
   */
  static LedgerView parse(LedgerBytes ledger, Optional<Network> network) throws SourceException {
    try {
      return LedgerView.parse(
          ledger.bytes(), ledger.offset(), ledger.length(), network.orElse(UNKNOWN));
    } catch (XdrException e) {
      throw corrupt(ledger, "ledger " + ledger.sequence() + ": " + e.getMessage(), e);
    } catch (LedgerException e) {
      throw corrupt(ledger, e.getMessage(), e);
    }
  }

  static SourceException corrupt(LedgerBytes ledger, String fault, Exception cause) {
    return new SourceException(SourceException.Kind.CORRUPT, ledger.origin() + ": " + fault, cause);
  }
}
