package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;

/** What the versions 0 to 2 of LedgerCloseMeta have in common. */
public final class LedgerCloseMetas {
  private static final int FIRST_VERSION_WITH_REFUNDS = 2;

  private LedgerCloseMetas() {}

  /** The header with its stated hash, whichever version the metadata is of. */
  public static LedgerHeaderHistoryEntryView header(LedgerCloseMetaView meta) {
    switch (meta.v()) {
      case 0:
        return meta.v0().ledgerHeader();
      case 1:
        return meta.v1().ledgerHeader();
      case 2:
        return meta.v2().ledgerHeader();
      default:
        throw unexpectedVersion(meta);
    }
  }

  /** What became of the transactions, in apply order. */
  static TransactionProcessing[] processings(LedgerCloseMetaView meta, LedgerPlaces places) {
    TransactionProcessing[] processings = new TransactionProcessing[places.resultCount()];
    boolean withRefunds = meta.v() >= FIRST_VERSION_WITH_REFUNDS;
    for (int index = 0; index < processings.length; index++) {
      processings[index] =
          withRefunds
              ? TransactionProcessing.withRefunds(meta.bytes(), places, index)
              : TransactionProcessing.original(meta.bytes(), places, index);
    }
    return processings;
  }

  private static IllegalStateException unexpectedVersion(LedgerCloseMetaView meta) {
    return new IllegalStateException("no ledger metadata of version " + meta.v());
  }
}
