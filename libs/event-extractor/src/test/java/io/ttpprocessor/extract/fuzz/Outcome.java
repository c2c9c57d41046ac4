package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.xdr.runtime.XdrException;

/** What may become of any bytes. Whatever else is thrown is a fault of the reader. */
enum Outcome {
  READ,
  NOT_XDR,
  PARTS_DO_NOT_FIT,
  NOT_EXTRACTED;

  /** Does the reading of the ledger; an error must say where. */
  static Outcome of(byte[] ledger, Runnable reading) {
    try {
      reading.run();
      return READ;
    } catch (XdrException e) {
      assertThat(e.kind()).isNotNull();
      assertThat(e.offset()).isBetween(0, ledger.length);
      assertThat(e).hasMessage(e.kind() + " at byte " + e.offset() + ": " + e.detail());
      assertThat(e.detail()).isNotBlank();
      return NOT_XDR;
    } catch (LedgerException e) {
      assertThat(e).hasMessageStartingWith("ledger " + e.ledgerSequence());
      if (e.transactionIndex() > 0) {
        assertThat(e).hasMessageContaining(" at byte " + e.byteOffset() + ": " + e.detail());
        assertThat(e.byteOffset()).isBetween(0, ledger.length);
      }
      return PARTS_DO_NOT_FIT;
    } catch (ExtractionException e) {
      assertThat(e).hasMessageStartingWith("ledger " + e.ledgerSequence() + ", transaction ");
      assertThat(e.transactionIndex()).isPositive();
      assertThat(e.transactionHash()).hasSize(64);
      assertThat(e).hasMessageContaining(" at byte " + e.byteOffset() + ": ");
      assertThat(e.byteOffset()).isBetween(0, ledger.length);
      return NOT_EXTRACTED;
    }
  }
}
