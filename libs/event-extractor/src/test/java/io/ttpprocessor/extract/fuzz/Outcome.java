package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.xdr.runtime.XdrException;

/** What may become of any bytes. Whatever else is thrown is a fault of the extractor. */
enum Outcome {
  EVENTS,
  NOT_XDR,
  PARTS_DO_NOT_FIT,
  NOT_EXTRACTED;

  /** Extracts, and looks at all that comes of it. */
  static Outcome of(EventExtractor extractor, byte[] ledger) {
    try {
      requireReadable(extractor.extract(ledger));
      return EVENTS;
    } catch (XdrException e) {
      assertThat(e.kind()).isNotNull();
      assertThat(e.offset()).isBetween(0, ledger.length);
      assertThat(e.detail()).isNotBlank();
      return NOT_XDR;
    } catch (LedgerException e) {
      assertThat(e).hasMessageStartingWith("ledger " + e.ledgerSequence());
      return PARTS_DO_NOT_FIT;
    } catch (ExtractionException e) {
      assertThat(e).hasMessageStartingWith("ledger " + e.ledgerSequence() + ", transaction ");
      assertThat(e.transactionIndex()).isPositive();
      assertThat(e.transactionHash()).hasSize(64);
      return NOT_EXTRACTED;
    }
  }

  private static void requireReadable(LedgerEvents ledger) {
    assertThat(ledger.hash()).hasSize(32);
    assertThat(ledger.previousHash()).hasSize(32);
    for (TokenEvent event : ledger.events()) {
      assertThat(event.kind()).isNotNull();
      assertThat(event.toString()).isNotBlank();
      assertThat(event.transaction().index()).isPositive();
      assertThat(event.operationIndex()).isNotNegative();
      assertThat(event.amount()).isNotNull();
      assertThat(event.contract()).isNotNull();
    }
  }
}
