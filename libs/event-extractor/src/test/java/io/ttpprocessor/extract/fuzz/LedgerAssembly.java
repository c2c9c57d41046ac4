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
  private static final long FIRST_PROTOCOL_WITH_PARALLEL_PHASES = 23;

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

  /** LedgerCloseMeta of version 1; a processing is a TransactionResultMeta. */
  static byte[] version1(byte[] header, XdrBytes phases, List<XdrBytes> processings) {
    return generalized(1, header, phases, processings)
        .append(XdrBytes.ints(0, 0)) // no evicted keys, nothing in the unused list
        .toByteArray();
  }

  /** LedgerCloseMeta of version 2; a processing is a TransactionResultMetaV1. */
  static byte[] version2(byte[] header, XdrBytes phases, List<XdrBytes> processings) {
    return generalized(2, header, phases, processings)
        .append(XdrBytes.ints(0)) // no evicted keys
        .toByteArray();
  }

  /** One phase of version 0 with one component, which has no base fee. */
  static XdrBytes sequentialPhase(List<XdrBytes> envelopes) {
    return XdrBytes.ints(1, 0, 1, 0, 0).array(envelopes);
  }

  /** An empty phase of version 0; then one of version 1, of one stage of one cluster (CAP-63). */
  static XdrBytes parallelPhase(List<XdrBytes> envelopes) {
    return XdrBytes.ints(2, 0, 0, 1, 0, 1, 1).array(envelopes);
  }

  /** What the versions with a generalized transaction set begin with. */
  private static XdrBytes generalized(
      int version, byte[] header, XdrBytes phases, List<XdrBytes> processings) {
    return XdrBytes.ints(version, 0)
        .fixed(header)
        .append(XdrBytes.ints(1).filled(0).append(phases))
        .array(processings)
        .append(XdrBytes.ints(0, 0).int64(0)); // no upgrades, no consensus messages, no state
  }

  /**
   * For each transaction of a ledger, a ledger of the same header and version with that transaction
   * alone, which is in a parallel phase where the protocol would have it there.
   */
  static List<byte[]> ofSingleTransactions(LedgerView ledger) {
    List<byte[]> single = new ArrayList<>();
    byte[] header = ledger.header().copy();
    List<LedgerTransaction> transactions = ledger.transactions();
    int index = 0;
    for (XdrView processing : processings(ledger.meta())) {
      LedgerTransaction transaction = transactions.get(index);
      List<XdrBytes> envelope = List.of(bytes(transaction.envelope()));
      List<XdrBytes> meta = List.of(bytes(processing));
      XdrBytes phases =
          isParallel(transaction) ? parallelPhase(envelope) : sequentialPhase(envelope);
      single.add(
          switch (ledger.metaVersion()) {
            case 0 -> version0(header, envelope, meta);
            case 1 -> version1(header, phases, meta);
            default -> version2(header, phases, meta);
          });
      index++;
    }
    return single;
  }

  private static boolean isParallel(LedgerTransaction transaction) {
    return transaction.isSoroban()
        && transaction.ledger().protocolVersion() >= FIRST_PROTOCOL_WITH_PARALLEL_PHASES;
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
