package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.DiagnosticEventView;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.SorobanTransactionMetaV2View;
import io.ttpprocessor.xdr.TransactionEventView;
import io.ttpprocessor.xdr.TransactionMetaView;
import java.util.List;

/** What the versions 0 to 4 of TransactionMeta have in common, but for their operations. */
final class TransactionMetas {
  private static final int FIRST_VERSION_WITH_CHANGES_AFTER = 2;

  private TransactionMetas() {}

  static EntryChanges changesBefore(TransactionMetaView meta) {
    switch (meta.v()) {
      case 0:
        return EntryChanges.none();
      case 1:
        return EntryChanges.of(meta.v1().txChanges());
      case 2:
        return EntryChanges.of(meta.v2().txChangesBefore());
      case 3:
        return EntryChanges.of(meta.v3().txChangesBefore());
      case 4:
        return EntryChanges.of(meta.v4().txChangesBefore());
      default:
        throw unexpectedVersion(meta);
    }
  }

  static EntryChanges changesAfter(TransactionMetaView meta, TransactionProcessing processing) {
    int version = meta.v();
    if (version < FIRST_VERSION_WITH_CHANGES_AFTER) {
      return EntryChanges.none();
    }
    if (processing.operationCount() > 0) {
      // In all versions they follow the operations.
      return EntryChanges.at(meta.bytes(), processing.operationsEnd());
    }
    switch (version) {
      case 2:
        return EntryChanges.of(meta.v2().txChangesAfter());
      case 3:
        return EntryChanges.of(meta.v3().txChangesAfter());
      case 4:
        return EntryChanges.of(meta.v4().txChangesAfter());
      default:
        throw unexpectedVersion(meta);
    }
  }

  /** Whether it is of version 3 and has the part that {@link #sorobanEvents} are in. */
  static boolean hasSorobanMeta(TransactionMetaView meta) {
    return meta.v() == 3 && meta.v3().hasSorobanMeta();
  }

  /** Events of the transaction's only operation in a version 3, where no operation has its own. */
  static Iterable<ContractEventView> sorobanEvents(TransactionMetaView meta) {
    return hasSorobanMeta(meta) ? meta.v3().sorobanMeta().events() : List.of();
  }

  /** What the only operation of a Soroban transaction returned; null where it is not told. */
  static SCValView returnValue(TransactionMetaView meta) {
    if (hasSorobanMeta(meta)) {
      return meta.v3().sorobanMeta().returnValue();
    }
    if (meta.v() == 4 && meta.v4().hasSorobanMeta()) {
      SorobanTransactionMetaV2View soroban = meta.v4().sorobanMeta();
      return soroban.hasReturnValue() ? soroban.returnValue() : null;
    }
    return null;
  }

  static Iterable<TransactionEventView> transactionEvents(TransactionMetaView meta) {
    return meta.v() == 4 ? meta.v4().events() : List.of();
  }

  static Iterable<DiagnosticEventView> diagnosticEvents(TransactionMetaView meta) {
    if (meta.v() == 4) {
      return meta.v4().diagnosticEvents();
    }
    return hasSorobanMeta(meta) ? meta.v3().sorobanMeta().diagnosticEvents() : List.of();
  }

  static IllegalStateException unexpectedVersion(TransactionMetaView meta) {
    return new IllegalStateException("no transaction metadata of version " + meta.v());
  }
}
