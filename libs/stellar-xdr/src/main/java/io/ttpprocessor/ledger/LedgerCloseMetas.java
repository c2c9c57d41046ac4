package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.LedgerCloseMetaExtView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.Xdr;
import io.ttpprocessor.xdr.runtime.XdrCheck;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.Objects;

/** What the versions 0 to 2 of LedgerCloseMeta have in common. */
public final class LedgerCloseMetas {
  private static final int FIRST_VERSION_WITH_REFUNDS = 2;
  private static final int VERSION_BYTES = 4;

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

  /**
   * The header of metadata whose rest is not looked at: what a source needs to know of a ledger
   * that it only hands on.
   *
   * @param offset first byte of the metadata, whose header is checked
   * @param limit where the metadata ends
   * @throws XdrException when there is no header of a known version
   */
  public static LedgerHeaderHistoryEntryView parseHeader(byte[] bytes, int offset, int limit) {
    Objects.checkFromToIndex(offset, limit, bytes.length);
    XdrCheck.bounds(offset, VERSION_BYTES, limit, "LedgerCloseMeta.v");
    int at = offset + VERSION_BYTES;
    return switch (Xdr.int32(bytes, offset)) {
      case 0 -> LedgerHeaderHistoryEntryView.parse(bytes, at, limit);
      case 1, 2 ->
          LedgerHeaderHistoryEntryView.parse(
              bytes, LedgerCloseMetaExtView.check(bytes, at, limit, 0), limit);
      default -> throw XdrCheck.unknownUnionArm(bytes, offset, "LedgerCloseMeta.v");
    };
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
