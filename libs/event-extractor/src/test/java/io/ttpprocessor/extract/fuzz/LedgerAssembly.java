package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.List;

/** Ledgers put together from the XDR of their parts. */
final class LedgerAssembly {
  private LedgerAssembly() {}

  /** LedgerCloseMeta of version 0; a processing is a TransactionResultMeta. */
  static byte[] version0(byte[] header, List<XdrBytes> envelopes, List<XdrBytes> processings) {
    return XdrBytes.ints(0)
        .fixed(header)
        .filled(0)
        .array(envelopes)
        .array(processings)
        .append(XdrBytes.ints(0, 0)) // no upgrades, no consensus messages
        .toByteArray();
  }

  /** LedgerCloseMeta of version 2; a processing is a TransactionResultMetaV1. */
  static byte[] version2(byte[] header, List<XdrBytes> envelopes, List<XdrBytes> processings) {
    // One phase of version 0 with one component, which has no base fee.
    XdrBytes phases = XdrBytes.ints(1, 0, 1, 0, 0).array(envelopes);
    return XdrBytes.ints(2, 0)
        .fixed(header)
        .append(XdrBytes.ints(1).filled(0).append(phases))
        .array(processings)
        .append(XdrBytes.ints(0, 0).int64(0).int32(0))
        .toByteArray();
  }

  /** For each transaction of a ledger, a ledger of the same header with that transaction alone. */
  static List<byte[]> ofSingleTransactions(LedgerView ledger) {
    List<byte[]> single = new ArrayList<>();
    byte[] header = ledger.header().copy();
    Iterable<? extends XdrView> processings = processings(ledger.meta());
    List<LedgerTransaction> transactions = ledger.transactions();
    int index = 0;
    for (XdrView processing : processings) {
      List<XdrBytes> envelope = List.of(bytes(transactions.get(index).envelope()));
      List<XdrBytes> meta = List.of(bytes(processing));
      single.add(
          ledger.metaVersion() == 2
              ? version2(header, envelope, meta)
              : version0(header, envelope, meta));
      index++;
    }
    return single;
  }

  private static Iterable<? extends XdrView> processings(LedgerCloseMetaView meta) {
    return switch (meta.v()) {
      case 0 -> meta.v0().txProcessing();
      case 1 -> meta.v1().txProcessing();
      default -> meta.v2().txProcessing();
    };
  }

  private static XdrBytes bytes(XdrView view) {
    return new XdrBytes().fixed(view.copy());
  }
}
