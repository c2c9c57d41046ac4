package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerKey;

/** An entry of the ledger's state, as the world keeps it between ledgers. */
abstract class LedgerRecord {
  private long lastModified = 1;

  /** The entry's present content. */
  abstract LedgerEntry.LedgerEntryData data();

  abstract LedgerKey key();

  final LedgerEntry entry() {
    return new LedgerEntry.Builder()
        .lastModifiedLedgerSeq(XdrValues.uint32(lastModified))
        .data(data())
        .ext(new LedgerEntry.LedgerEntryExt.Builder().discriminant(0).build())
        .build();
  }

  final void modifiedIn(long ledger) {
    lastModified = ledger;
  }
}
