package io.ttpprocessor.extract.contract;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.AddressBook;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.DiagnosticEventView;
import io.ttpprocessor.xdr.TransactionEventView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the contract events of ledgers, all of them: of operations, of transactions as a whole and
 * for diagnosis, of successful and of failed transactions, of TransactionMeta 3 and 4 (earlier ones
 * hold none). What a reader does not want it filters by type, stage and success.
 *
 * <p>Given the ledger that the token-transfer events were extracted from, nothing is parsed or
 * hashed again. Remembers the contracts' addresses, within bounds. Not thread-safe: one for each
 * worker.
 */
public final class ContractEventExtractor {
  private final AddressBook addresses = new AddressBook();

  /**
   * The contract events of one ledger.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when a transaction's events cannot be read
   */
  public LedgerContractEvents extract(LedgerView ledger) {
    List<ContractEvent> events = new ArrayList<>();
    for (LedgerTransaction transaction : ledger.transactions()) {
      try {
        add(transaction, events);
      } catch (IllegalStateException e) {
        throw ExtractionException.in(transaction, e.getMessage(), e);
      }
    }
    return new LedgerContractEvents(
        ledger.sequence(), ledger.closeTimeSeconds(), Collections.unmodifiableList(events));
  }

  private void add(LedgerTransaction transaction, List<ContractEvent> events) {
    ContractEvent.Origin origin = null;
    int operationIndex = 0;
    for (Iterable<ContractEventView> ofOperation : transaction.operationEvents()) {
      OptionalInt operation = OptionalInt.of(operationIndex++);
      int index = 0;
      for (ContractEventView event : ofOperation) {
        origin = origin == null ? origin(transaction) : origin;
        EventPlace place = new EventPlace(EventStage.OPERATION, operation, index++);
        events.add(event(origin, place, Optional.empty(), event));
      }
    }
    int index = 0;
    for (TransactionEventView event : transaction.transactionEvents()) {
      origin = origin == null ? origin(transaction) : origin;
      EventStage stage = EventStage.of(event.stage());
      EventPlace place = new EventPlace(stage, OptionalInt.empty(), index++);
      events.add(event(origin, place, Optional.empty(), event.event()));
    }
    index = 0;
    for (DiagnosticEventView event : transaction.diagnosticEvents()) {
      origin = origin == null ? origin(transaction) : origin;
      EventPlace place = new EventPlace(EventStage.DIAGNOSTIC, OptionalInt.empty(), index++);
      events.add(
          event(origin, place, Optional.of(event.inSuccessfulContractCall()), event.event()));
    }
  }

  private ContractEvent event(
      ContractEvent.Origin origin,
      EventPlace place,
      Optional<Boolean> inSuccessfulContractCall,
      ContractEventView view) {
    Address contract =
        view.hasContractID() ? addresses.contract(view.bytes(), view.contractID().offset()) : null;
    return new ContractEvent(origin, place, contract, inSuccessfulContractCall, view);
  }

  /** Made for a transaction's first event: most transactions of old ledgers have none. */
  private static ContractEvent.Origin origin(LedgerTransaction transaction) {
    return new ContractEvent.Origin(
        TransactionRef.of(transaction.index(), transaction.hash()), transaction.successful());
  }
}
