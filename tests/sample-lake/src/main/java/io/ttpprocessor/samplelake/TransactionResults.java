package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.InnerTransactionResult;
import org.stellar.sdk.xdr.InnerTransactionResultPair;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;

/** The results of transactions, plain and in fee bumps. */
final class TransactionResults {
  private TransactionResults() {}

  static TransactionResult plain(TransactionDraft draft) {
    TransactionResult.TransactionResultResult result =
        new TransactionResult.TransactionResultResult.Builder()
            .discriminant(code(draft))
            .results(operationResults(draft))
            .build();
    return result(draft, result);
  }

  static TransactionResult feeBump(TransactionDraft draft, Hash innerHash) {
    InnerTransactionResult inner =
        new InnerTransactionResult.Builder()
            .feeCharged(XdrValues.int64(0))
            .result(
                new InnerTransactionResult.InnerTransactionResultResult.Builder()
                    .discriminant(code(draft))
                    .results(operationResults(draft))
                    .build())
            .ext(
                new InnerTransactionResult.InnerTransactionResultExt.Builder()
                    .discriminant(0)
                    .build())
            .build();
    TransactionResultCode outer =
        draft.fate() == TransactionDraft.Fate.SUCCESS
            ? TransactionResultCode.txFEE_BUMP_INNER_SUCCESS
            : TransactionResultCode.txFEE_BUMP_INNER_FAILED;
    TransactionResult.TransactionResultResult result =
        new TransactionResult.TransactionResultResult.Builder()
            .discriminant(outer)
            .innerResultPair(
                new InnerTransactionResultPair.Builder()
                    .transactionHash(innerHash)
                    .result(inner)
                    .build())
            .build();
    return result(draft, result);
  }

  private static TransactionResult result(
      TransactionDraft draft, TransactionResult.TransactionResultResult result) {
    return new TransactionResult.Builder()
        .feeCharged(XdrValues.int64(draft.feeCharged() - draft.refund()))
        .result(result)
        .ext(new TransactionResult.TransactionResultExt.Builder().discriminant(0).build())
        .build();
  }

  private static TransactionResultCode code(TransactionDraft draft) {
    return switch (draft.fate()) {
      case SUCCESS -> TransactionResultCode.txSUCCESS;
      case OPERATION_FAILS -> TransactionResultCode.txFAILED;
      case REFUSED -> TransactionResultCode.txBAD_AUTH;
    };
  }

  private static OperationResult[] operationResults(TransactionDraft draft) {
    return draft.results().toArray(new OperationResult[0]);
  }
}
