package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.InnerTransactionResultResultView;
import io.ttpprocessor.xdr.OperationResultView;
import io.ttpprocessor.xdr.TransactionResultCode;
import io.ttpprocessor.xdr.TransactionResultResultView;
import io.ttpprocessor.xdr.TransactionResultView;

/**
 * Operation results of a transaction, located in one pass: a fee bump's are those of its inner
 * transaction, and only a transaction that was tried has any.
 */
final class TransactionResults {
  private static final OperationResultView[] NONE = {};

  private TransactionResults() {}

  static boolean successful(TransactionResultView result) {
    TransactionResultCode code = result.result().code();
    return code == TransactionResultCode.txSUCCESS
        || code == TransactionResultCode.txFEE_BUMP_INNER_SUCCESS;
  }

  /** The code of the transaction that holds the operations: of a fee bump, the inner one's. */
  static TransactionResultCode operationsCode(TransactionResultView result) {
    TransactionResultResultView outcome = result.result();
    return isFeeBump(outcome.code())
        ? outcome.innerResultPair().result().result().code()
        : outcome.code();
  }

  static OperationResultView[] operationResults(TransactionResultView result) {
    if (!haveResults(operationsCode(result))) {
      return NONE;
    }
    TransactionResultResultView outcome = result.result();
    if (isFeeBump(outcome.code())) {
      InnerTransactionResultResultView inner = outcome.innerResultPair().result().result();
      return locate(inner.results());
    }
    return locate(outcome.results());
  }

  private static boolean isFeeBump(TransactionResultCode code) {
    return code == TransactionResultCode.txFEE_BUMP_INNER_SUCCESS
        || code == TransactionResultCode.txFEE_BUMP_INNER_FAILED;
  }

  private static boolean haveResults(TransactionResultCode code) {
    return code == TransactionResultCode.txSUCCESS || code == TransactionResultCode.txFAILED;
  }

  private static OperationResultView[] locate(OperationResultView.Sequence results) {
    OperationResultView[] located = new OperationResultView[results.count()];
    int index = 0;
    for (OperationResultView result : results) {
      located[index++] = result;
    }
    return located;
  }
}
