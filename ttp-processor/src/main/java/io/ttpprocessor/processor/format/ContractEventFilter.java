package io.ttpprocessor.processor.format;

import io.ttpprocessor.encode.EventSelection;
import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.EventStage;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.xdr.ContractEventType;
import java.util.List;
import java.util.Set;

/**
 * Which contract events a subscriber wants. As in the original pipeline, that is what contracts say
 * in transactions that took effect, unless more is asked for; of that, what each set which is not
 * empty lets pass. Immutable.
 *
 * @param contracts contracts
 * @param types event types, as {@link ContractEvent#eventType} tells them
 * @param includeFailed also events of transactions that failed
 * @param includeDiagnostics also diagnostic events, and those of the host
 * @param transactions transaction hashes, lower-case hexadecimal
 */
public record ContractEventFilter(
    Set<Address> contracts,
    Set<String> types,
    boolean includeFailed,
    boolean includeDiagnostics,
    Set<String> transactions) {

  /** The ledger's events that pass. */
  public EventSelection select(LedgerContractEvents ledger) {
    List<ContractEvent> events = ledger.events();
    return EventSelection.of(events.size(), place -> passes(events.get(place)));
  }

  private boolean passes(ContractEvent event) {
    return (includeFailed || event.transactionSuccessful())
        && (includeDiagnostics || isOfContract(event))
        && (contracts.isEmpty() || event.contract().filter(contracts::contains).isPresent())
        && (transactions.isEmpty() || transactions.contains(event.transaction().hashHex()))
        && (types.isEmpty() || types.contains(event.eventType()));
  }

  private static boolean isOfContract(ContractEvent event) {
    return event.type() == ContractEventType.CONTRACT
        && event.place().stage() != EventStage.DIAGNOSTIC;
  }
}
