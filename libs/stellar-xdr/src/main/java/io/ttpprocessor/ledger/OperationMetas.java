package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.OperationMetaV2View;
import io.ttpprocessor.xdr.OperationMetaView;
import java.util.ArrayList;
import java.util.List;

/**
 * Metadata of a transaction's operations: version 4 of TransactionMeta holds OperationMetaV2, the
 * earlier ones OperationMeta, which has no events.
 */
final class OperationMetas {
  private static final int FIRST_VERSION_WITH_EVENTS = 4;

  private final TransactionProcessing processing;
  private final byte[] bytes;
  private final boolean haveEvents;

  /**
   * @param metaVersion version of the transaction's TransactionMeta
   */
  OperationMetas(TransactionProcessing processing, byte[] bytes, int metaVersion) {
    this.processing = processing;
    this.bytes = bytes;
    this.haveEvents = metaVersion >= FIRST_VERSION_WITH_EVENTS;
  }

  int count() {
    return processing.operationCount();
  }

  boolean haveEvents() {
    return haveEvents;
  }

  /** Changes of the operation; index from 0. */
  EntryChanges changes(int index) {
    int offset = processing.operation(index);
    return EntryChanges.of(
        haveEvents
            ? OperationMetaV2View.at(bytes, offset).changes()
            : OperationMetaView.at(bytes, offset).changes());
  }

  /** Events of the operation, only where they {@link #haveEvents}; index from 0. */
  Iterable<ContractEventView> events(int index) {
    return OperationMetaV2View.at(bytes, processing.operation(index)).events();
  }

  /** Events of all operations, only where they {@link #haveEvents}. */
  List<Iterable<ContractEventView>> allEvents() {
    List<Iterable<ContractEventView>> all = new ArrayList<>(count());
    for (int index = 0; index < count(); index++) {
      all.add(events(index));
    }
    return all;
  }
}
