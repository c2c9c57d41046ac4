package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.OperationBodyView;
import io.ttpprocessor.xdr.OperationResultCode;
import io.ttpprocessor.xdr.OperationResultTrView;
import io.ttpprocessor.xdr.OperationResultView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.OperationView;

/**
 * An operation with its result and all that it changed, whatever the version of the transaction's
 * metadata. The first operation that is asked for its result, its changes or its events locates
 * those of all operations of the transaction in one pass.
 *
 * <p>Not thread-safe, like its ledger.
 */
public final class LedgerOperation {
  private final LedgerTransaction transaction;
  private final int index;
  private final OperationView operation;

  LedgerOperation(LedgerTransaction transaction, int index, OperationView operation) {
    this.transaction = transaction;
    this.index = index;
    this.operation = operation;
  }

  /** The transaction that the operation is in. */
  public LedgerTransaction transaction() {
    return transaction;
  }

  /** Index in the transaction, from 1. */
  public int index() {
    return index;
  }

  /** The operation as it was submitted. */
  public OperationView operation() {
    return operation;
  }

  /** The type of the operation. */
  public OperationType type() {
    return body().type();
  }

  /** What the operation is to do. */
  public OperationBodyView body() {
    return operation.body();
  }

  /** The account that the operation acts for: its own or else the transaction's. */
  public AccountRef sourceAccount() {
    return operation.hasSourceAccount()
        ? AccountRef.of(operation.sourceAccount())
        : transaction.sourceAccount();
  }

  /**
   * The result that belongs to the operation's type. That of CREATE_PASSIVE_SELL_OFFER may be of
   * the type MANAGE_SELL_OFFER instead: ask the result, not the operation, which arm it has.
   *
   * @throws LedgerException when there is none, since the transaction was not tried or the
   *     operation was refused as such, or when it is of another type
   */
  public OperationResultTrView result() {
    OperationResultView result = transaction.operationResult(index - 1);
    if (result == null) {
      throw LedgerException.in(
          this,
          "it has no result; the transaction's is "
              + TransactionResults.operationsCode(transaction.result()));
    }
    if (result.code() != OperationResultCode.opINNER) {
      throw LedgerException.in(this, "it has no result but the code " + result.code());
    }
    OperationType resultType = result.tr().type();
    if (resultType != type() && !isPassiveOfferAsSellOffer(resultType)) {
      throw LedgerException.in(this, type() + " has a result of " + resultType);
    }
    return result.tr();
  }

  /** Changes made by the operation; none where the metadata has nothing of it. */
  public EntryChanges changes() {
    return transaction.operationChanges(index - 1);
  }

  /**
   * Contract events of the operation in the order of their emission: TransactionMeta 3, where they
   * belong to the only operation, and 4.
   *
   * @throws LedgerException when TransactionMeta 4 has other operations but not this one, or when
   *     the transaction was successful and version 4 does not have this one, or an earlier version
   *     not the events of an invocation
   */
  public Iterable<ContractEventView> contractEvents() {
    return transaction.eventsOf(this);
  }

  /**
   * Requires that the transaction's metadata has the operation, so that no {@link #changes} means
   * that it made none.
   *
   * @throws LedgerException when the metadata does not have it
   */
  public void requireMeta() {
    transaction.requireMeta(this);
  }

  /** stellar-core gives most passive offers the result of an ordinary one, alike in its content. */
  private boolean isPassiveOfferAsSellOffer(OperationType resultType) {
    return type() == OperationType.CREATE_PASSIVE_SELL_OFFER
        && resultType == OperationType.MANAGE_SELL_OFFER;
  }
}
