package io.ttpprocessor.extract.contract;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCValView;
import java.util.Optional;

/**
 * An event that a contract, or the network in a contract's name, emitted.
 *
 * <p>Topics and data are views of the ledger's bytes, which the event therefore keeps in memory and
 * nobody is to modify. Immutable.
 */
public final class ContractEvent {
  private final TransactionRef transaction;
  private final boolean transactionSuccessful;
  private final EventPlace place;
  private final Address contract;
  private final Optional<Boolean> inSuccessfulContractCall;
  private final ContractEventView view;

  /** What the events of one transaction have in common. */
  record Origin(TransactionRef transaction, boolean successful) {}

  ContractEvent(
      Origin origin,
      EventPlace place,
      Address contract,
      Optional<Boolean> inSuccessfulContractCall,
      ContractEventView view) {
    this.transaction = origin.transaction();
    this.transactionSuccessful = origin.successful();
    this.place = place;
    this.contract = contract;
    this.inSuccessfulContractCall = inSuccessfulContractCall;
    this.view = view;
  }

  /** The transaction that the event is of. */
  public TransactionRef transaction() {
    return transaction;
  }

  /** Whether the transaction took effect; of one that did not, most events were only tried. */
  public boolean transactionSuccessful() {
    return transactionSuccessful;
  }

  /** Where in the transaction the event stands. */
  public EventPlace place() {
    return place;
  }

  /** Who speaks: a contract, the host, or the host for diagnosis. */
  public ContractEventType type() {
    return view.type();
  }

  /** The contract concerned; empty where there is none, as in most diagnostic events. */
  public Optional<Address> contract() {
    return Optional.ofNullable(contract);
  }

  /** The topics in order; possibly none. */
  public SCValView.Sequence topics() {
    return view.body().v0().topics();
  }

  /** The data; a void where the event has none. */
  public SCValView data() {
    return view.body().v0().data();
  }

  /** Of a diagnostic event, whether the call that it tells of succeeded; empty of all others. */
  public Optional<Boolean> inSuccessfulContractCall() {
    return inSuccessfulContractCall;
  }

  /** What the topics say happened, such as {@code transfer}: see {@link EventTypeName#of}. */
  public String eventType() {
    return EventTypeName.of(topics());
  }
}
