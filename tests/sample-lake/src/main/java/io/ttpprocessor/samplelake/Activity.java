package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationResultCode;

/** Something that one operation does to the world. */
@FunctionalInterface
interface Activity {
  /** Changes the world, and says which operation did it and what it resulted in. */
  Outcome perform(OperationContext context);

  /** An operation that succeeded. */
  record Outcome(
      AccountRecord actor, Operation.OperationBody body, OperationResult.OperationResultTr result) {

    /** The result as a transaction's result lists it. */
    OperationResult operationResult() {
      return new OperationResult.Builder()
          .discriminant(OperationResultCode.opINNER)
          .tr(result)
          .build();
    }
  }
}
