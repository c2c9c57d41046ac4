package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * All that a reader tells of a ledger, or why it tells nothing; two are equal when it is the same.
 *
 * @param parts what was told, null for nothing
 * @param fault the error's text, null for none
 */
record Told(List<Object> parts, String fault) {
  static Told of(byte[] bytes, CheckedExtractor extractor) {
    try {
      return new Told(
          parts(extractor.extract(LedgerView.parse(bytes, SmallLedgers.NETWORK))), null);
    } catch (XdrException | LedgerException | ExtractionException e) {
      return new Told(null, e.toString());
    }
  }

  private static List<Object> parts(CheckedLedger ledger) {
    LedgerEvents events = ledger.events();
    return List.of(
        events.sequence(),
        ByteBuffer.wrap(events.hash()),
        ByteBuffer.wrap(events.previousHash()),
        events.closeTimeSeconds(),
        events.protocolVersion(),
        events.events(),
        events.skipped(),
        events.crossCheck() == null ? "not compared" : events.crossCheck(),
        ledger.balances() == null ? "not verified" : ledger.balances());
  }
}
