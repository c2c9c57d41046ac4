package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.DiagnosticEventView;
import io.ttpprocessor.xdr.MemoView;
import io.ttpprocessor.xdr.OperationResultView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.OperationView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionEventView;
import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionResultCode;
import io.ttpprocessor.xdr.TransactionResultView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.List;

/**
 * A transaction with its result and all that it changed, whatever the type of its envelope and the
 * version of its metadata. Of a fee bump (CAP-15) source account, memo and operations are the inner
 * transaction's; hash, fee account and fee are the outer one's.
 *
 * <p>Parts are located when first asked for. Not thread-safe, like its ledger.
 */
public final class LedgerTransaction {
  /** The last protocol whose metadata lists operation changes that txINTERNAL_ERROR undid. */
  private static final long LAST_PROTOCOL_WITH_UNDONE_CHANGES = 12;

  private final LedgerView ledger;
  private final int index;
  private final EnvelopeContent content;
  private final TransactionProcessing processing;
  private TransactionMetaView meta;
  private AccountRef sourceAccount;
  private List<LedgerOperation> operations;
  private OperationResultView[] operationResults;
  private OperationMetas operationMetas;

  LedgerTransaction(
      LedgerView ledger, int index, EnvelopeContent content, TransactionProcessing processing) {
    this.ledger = ledger;
    this.index = index;
    this.content = content;
    this.processing = processing;
  }

  /** The ledger that the transaction is in. */
  public LedgerView ledger() {
    return ledger;
  }

  /** Index in the ledger's apply order, from 1. */
  public int index() {
    return index;
  }

  /** The transaction's hash, 32 bytes; of a fee bump the outer transaction's. */
  public OpaqueView hash() {
    return processing.hash();
  }

  /** The {@link #hash} as 64 lowercase hexadecimal digits; a new string at each call. */
  public String hashHex() {
    return hash().hex();
  }

  /** The envelope as it was submitted. */
  public TransactionEnvelopeView envelope() {
    return content.envelope();
  }

  /** Whether this is a fee bump around an inner transaction. */
  public boolean isFeeBump() {
    return content.isFeeBump();
  }

  /** Whether the transaction, of a fee bump the inner one, declares Soroban resources. */
  public boolean isSoroban() {
    return content.isSoroban();
  }

  /** Whether all operations took effect: txSUCCESS or txFEE_BUMP_INNER_SUCCESS. */
  public boolean successful() {
    return TransactionResults.successful(result());
  }

  /** The result; of a fee bump the outer transaction's. */
  public TransactionResultView result() {
    return processing.result();
  }

  /** The account that uses up a sequence number; of a fee bump the inner transaction's. */
  public AccountRef sourceAccount() {
    if (sourceAccount == null) {
      sourceAccount = content.sourceAccount();
    }
    return sourceAccount;
  }

  /** The account that pays the fee; other than the source account only in a fee bump. */
  public AccountRef feeAccount() {
    return isFeeBump() ? content.feeBumpAccount() : sourceAccount();
  }

  /** The sequence number that it uses up; of a fee bump the inner transaction's. */
  public long sequenceNumber() {
    return content.sequenceNumber();
  }

  /** The memo; of a fee bump the inner transaction's. */
  public MemoView memo() {
    return content.memo();
  }

  /** Number of operations; of a fee bump the inner transaction's. */
  public int operationCount() {
    return content.operations().count();
  }

  /**
   * The operations in order, unmodifiable; of a fee bump the inner transaction's.
   *
   * @throws LedgerException when the transaction was successful but has more or fewer results than
   *     operations
   */
  public List<LedgerOperation> operations() {
    if (operations == null) {
      operations = locateOperations();
    }
    return operations;
  }

  /** Changes made by charging the fee, before any transaction of the ledger was applied. */
  public EntryChanges feeChanges() {
    return processing.feeChanges();
  }

  /** Changes made by refunding fees after all transactions: LedgerCloseMeta 2, otherwise none. */
  public EntryChanges postApplyFeeChanges() {
    return processing.postApplyFeeChanges();
  }

  /** Changes of the transaction as a whole before its operations. */
  public EntryChanges changesBefore() {
    return TransactionMetas.changesBefore(meta());
  }

  /** Changes of the transaction as a whole after its operations: TransactionMeta 2 and later. */
  public EntryChanges changesAfter() {
    return undone() ? EntryChanges.none() : TransactionMetas.changesAfter(meta(), processing);
  }

  /**
   * Contract events of each operation that the metadata has, in order, also where the envelope or
   * the results have other operations: TransactionMeta 3, of a Soroban transaction's only
   * operation, and 4. Empty in other versions, and when a failure left no metadata.
   */
  public List<Iterable<ContractEventView>> operationEvents() {
    if (operationMetas().haveEvents()) {
      return operationMetas().allEvents();
    }
    return metaVersion() == 3 && isSoroban()
        ? List.of(TransactionMetas.sorobanEvents(meta()))
        : List.of();
  }

  /** Events of the transaction as a whole, such as fees (CAP-67): TransactionMeta 4. */
  public Iterable<TransactionEventView> transactionEvents() {
    return TransactionMetas.transactionEvents(meta());
  }

  /** Diagnostic events, which are not part of the ledger's hash: TransactionMeta 3 and 4. */
  public Iterable<DiagnosticEventView> diagnosticEvents() {
    return TransactionMetas.diagnosticEvents(meta());
  }

  /** The metadata of applying the transaction. */
  public TransactionMetaView meta() {
    if (meta == null) {
      meta = processing.meta();
    }
    return meta;
  }

  /** Version of the transaction's TransactionMeta, 0 to 4. */
  public int metaVersion() {
    return meta().v();
  }

  /** Result of the operation with the given index from 0, or null when there is none. */
  OperationResultView operationResult(int operation) {
    OperationResultView[] results = operationResults();
    return operation < results.length ? results[operation] : null;
  }

  /** Changes of the operation with the given index from 0. */
  EntryChanges operationChanges(int operation) {
    return operation < operationMetas().count() && !undone()
        ? operationMetas().changes(operation)
        : EntryChanges.none();
  }

  /** Events of the operation; TransactionMeta 3 has events of a single operation only. */
  Iterable<ContractEventView> eventsOf(LedgerOperation operation) {
    if (!operationMetas().haveEvents()) {
      if (successful()
          && operation.type() == OperationType.INVOKE_HOST_FUNCTION
          && !TransactionMetas.hasSorobanMeta(meta())) {
        throw LedgerException.in(operation, "the metadata has no contract events");
      }
      return operation.index() == 1 ? TransactionMetas.sorobanEvents(meta()) : List.of();
    }
    if (operation.index() <= operationMetas().count()) {
      return operationMetas().events(operation.index() - 1);
    }
    // A failure may leave none of its operations' metadata; some of it is never right.
    if (successful() || operationMetas().count() > 0) {
      requireMeta(operation);
    }
    return List.of();
  }

  /** Requires that the metadata has the operation. */
  void requireMeta(LedgerOperation operation) {
    int count = operationMetas().count();
    if (operation.index() > count) {
      throw LedgerException.in(operation, "the metadata is of " + count + " operations only");
    }
  }

  private List<LedgerOperation> locateOperations() {
    OperationView.Sequence views = content.operations();
    if (successful() && operationResults().length != views.count()) {
      throw LedgerException.in(
          this, operationResults().length + " results for " + views.count() + " operations");
    }
    if (views.count() == 1) {
      return List.of(new LedgerOperation(this, 1, views.get(0)));
    }
    LedgerOperation[] located = new LedgerOperation[views.count()];
    int position = 0;
    for (OperationView view : views) {
      position++;
      located[position - 1] = new LedgerOperation(this, position, view);
    }
    return List.of(located);
  }

  private OperationResultView[] operationResults() {
    if (operationResults == null) {
      operationResults = TransactionResults.operationResults(result());
    }
    return operationResults;
  }

  private OperationMetas operationMetas() {
    if (operationMetas == null) {
      operationMetas = new OperationMetas(processing, meta().bytes(), metaVersion());
    }
    return operationMetas;
  }

  /**
   * Whether the metadata lists changes that were undone (stellar/go issue 2111; reference:
   * ingest.LedgerTransaction.GetOperationChanges).
   */
  private boolean undone() {
    return result().result().code() == TransactionResultCode.txINTERNAL_ERROR
        && ledger.protocolVersion() <= LAST_PROTOCOL_WITH_UNDONE_CHANGES;
  }
}
