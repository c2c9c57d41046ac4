package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.LedgerEntryChanges;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.Memo;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationMeta;
import org.stellar.sdk.xdr.OperationResult;

/**
 * A transaction from its plan to its result: first who pays and what is to be done, then what came.
 */
final class TransactionDraft {
  /** How the transaction is to end. */
  enum Fate {
    SUCCESS,
    /** The operations run, and the last one fails. */
    OPERATION_FAILS,
    /** Refused before any operation ran. */
    REFUSED
  }

  /** Who signs and pays, and the memo. */
  record Party(AccountRecord source, Long muxedId, AccountRecord feePayer, Memo memo) {}

  private final Party party;
  private final boolean contract;
  private final Fate fate;
  private final long ledger;
  private final List<Activity> activities;
  private final EventTally tally = new EventTally();
  private final List<Operation> operations = new ArrayList<>();
  private final List<OperationResult> results = new ArrayList<>();
  private final List<OperationMeta> operationMetas = new ArrayList<>();
  private final List<ContractEvent> contractEvents = new ArrayList<>();
  private long sequence;
  private long feeCharged;
  private long refund;
  private LedgerKey[] footprint = new LedgerKey[0];
  private LedgerEntryChanges feeChanges;
  private LedgerEntryChanges changesBefore;
  private LedgerEntryChanges changesAfter;
  private TrustLineRecord revoked;

  TransactionDraft(
      Party party, boolean contract, Fate fate, long ledger, List<Activity> activities) {
    this.party = party;
    this.contract = contract;
    this.fate = fate;
    this.ledger = ledger;
    this.activities = activities;
  }

  AccountRecord source() {
    return party.source();
  }

  Party party() {
    return party;
  }

  /** Whoever pays the fee. */
  AccountRecord payer() {
    return isFeeBump() ? party.feePayer() : party.source();
  }

  boolean isFeeBump() {
    return party.feePayer() != null;
  }

  /** Whether it calls a contract; then it has one operation. */
  boolean isContractCall() {
    return contract;
  }

  Fate fate() {
    return fate;
  }

  long ledger() {
    return ledger;
  }

  List<Activity> activities() {
    return activities;
  }

  /** The events that the transaction is meant to cause. */
  EventTally tally() {
    return tally;
  }

  List<Operation> operations() {
    return operations;
  }

  List<OperationResult> results() {
    return results;
  }

  List<OperationMeta> operationMetas() {
    return operationMetas;
  }

  List<ContractEvent> contractEvents() {
    return contractEvents;
  }

  long sequence() {
    return sequence;
  }

  void startAt(long sequenceNumber, LedgerEntryChanges changes) {
    sequence = sequenceNumber;
    changesBefore = changes;
  }

  /** What the payer was charged at first. */
  long feeCharged() {
    return feeCharged;
  }

  void charge(long fee, LedgerEntryChanges changes) {
    feeCharged = fee;
    feeChanges = changes;
  }

  /** What the payer got back after a contract call. */
  long refund() {
    return refund;
  }

  void finish(long returned, LedgerEntryChanges changes) {
    refund = returned;
    changesAfter = changes;
  }

  LedgerEntryChanges feeChanges() {
    return feeChanges;
  }

  LedgerEntryChanges changesBefore() {
    return changesBefore;
  }

  LedgerEntryChanges changesAfter() {
    return changesAfter;
  }

  LedgerKey[] footprint() {
    return footprint;
  }

  void footprint(LedgerKey[] keys) {
    footprint = keys;
  }

  /** The trust line that an operation of this transaction revoked; null where none was. */
  TrustLineRecord revoked() {
    return revoked;
  }

  void revoked(TrustLineRecord line) {
    revoked = line;
  }
}
