package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.OperationMetaV2View;
import io.ttpprocessor.xdr.OperationMetaView;
import io.ttpprocessor.xdr.TransactionMetaView;
import java.util.ArrayList;
import java.util.List;

/**
 * Metadata of a transaction's operations, located in one pass: version 4 of TransactionMeta holds
 * OperationMetaV2, the earlier ones OperationMeta, which has no events.
 */
final class OperationMetas {
  private final OperationMetaView[] withoutEvents;
  private final OperationMetaV2View[] withEvents;

  private OperationMetas(OperationMetaView[] withoutEvents, OperationMetaV2View[] withEvents) {
    this.withoutEvents = withoutEvents;
    this.withEvents = withEvents;
  }

  static OperationMetas of(TransactionMetaView meta) {
    switch (meta.v()) {
      case 0:
        return locate(meta.operations());
      case 1:
        return locate(meta.v1().operations());
      case 2:
        return locate(meta.v2().operations());
      case 3:
        return locate(meta.v3().operations());
      case 4:
        return locate(meta.v4().operations());
      default:
        throw TransactionMetas.unexpectedVersion(meta);
    }
  }

  int count() {
    return withEvents == null ? withoutEvents.length : withEvents.length;
  }

  boolean haveEvents() {
    return withEvents != null;
  }

  /** Changes of the operation; index from 0. */
  EntryChanges changes(int index) {
    return EntryChanges.of(
        withEvents == null ? withoutEvents[index].changes() : withEvents[index].changes());
  }

  /** Events of the operation, only where they {@link #haveEvents}; index from 0. */
  Iterable<ContractEventView> events(int index) {
    return withEvents[index].events();
  }

  /** Events of all operations, only where they {@link #haveEvents}. */
  List<Iterable<ContractEventView>> allEvents() {
    List<Iterable<ContractEventView>> all = new ArrayList<>(withEvents.length);
    for (OperationMetaV2View operation : withEvents) {
      all.add(operation.events());
    }
    return all;
  }

  private static OperationMetas locate(OperationMetaView.Sequence operations) {
    OperationMetaView[] located = new OperationMetaView[operations.count()];
    int index = 0;
    for (OperationMetaView operation : operations) {
      located[index++] = operation;
    }
    return new OperationMetas(located, null);
  }

  private static OperationMetas locate(OperationMetaV2View.Sequence operations) {
    OperationMetaV2View[] located = new OperationMetaV2View[operations.count()];
    int index = 0;
    for (OperationMetaV2View operation : operations) {
      located[index++] = operation;
    }
    return new OperationMetas(null, located);
  }
}
