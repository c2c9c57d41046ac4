package io.ttpprocessor.source;

import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;

/** The header of a LedgerCloseMeta, whichever of its versions it is. */
public final class LedgerHeaders {
  private LedgerHeaders() {}

  /** The header with its stated hash. */
  public static LedgerHeaderHistoryEntryView of(LedgerCloseMetaView meta) {
    switch (meta.v()) {
      case 0:
        return meta.v0().ledgerHeader();
      case 1:
        return meta.v1().ledgerHeader();
      case 2:
        return meta.v2().ledgerHeader();
      default:
        // A view in hand has been checked: its discriminant is one of the schema's.
        throw new IllegalStateException("LedgerCloseMeta version " + meta.v());
    }
  }
}
