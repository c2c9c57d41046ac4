package io.ttpprocessor.extract.contract;

import io.ttpprocessor.xdr.TransactionEventStage;

/** When an event came about: in which of a transaction's lists of events it stands. */
public enum EventStage {
  /** While an operation was applied. */
  OPERATION,
  /** Of the transaction as a whole, before any transaction of the ledger was applied (CAP-67). */
  BEFORE_ALL_TXS,
  /** Of the transaction as a whole, right after it was applied (CAP-67). */
  AFTER_TX,
  /** Of the transaction as a whole, after all transactions of the ledger (CAP-67). */
  AFTER_ALL_TXS,
  /** Told for diagnosis: not part of what the ledger's hash covers, and a node may leave it out. */
  DIAGNOSTIC;

  static EventStage of(TransactionEventStage stage) {
    return switch (stage) {
      case TRANSACTION_EVENT_STAGE_BEFORE_ALL_TXS -> BEFORE_ALL_TXS;
      case TRANSACTION_EVENT_STAGE_AFTER_TX -> AFTER_TX;
      case TRANSACTION_EVENT_STAGE_AFTER_ALL_TXS -> AFTER_ALL_TXS;
    };
  }
}
