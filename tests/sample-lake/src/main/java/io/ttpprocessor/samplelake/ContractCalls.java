package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.DiagnosticEvent;
import org.stellar.sdk.xdr.HostFunction;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.InvokeContractArgs;
import org.stellar.sdk.xdr.InvokeHostFunctionOp;
import org.stellar.sdk.xdr.InvokeHostFunctionResult;
import org.stellar.sdk.xdr.InvokeHostFunctionResultCode;
import org.stellar.sdk.xdr.InvokeHostFunctionSuccessPreImage;
import org.stellar.sdk.xdr.LedgerFootprint;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationResult;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCSymbol;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanAuthorizedFunction;
import org.stellar.sdk.xdr.SorobanAuthorizedFunctionType;
import org.stellar.sdk.xdr.SorobanAuthorizedInvocation;
import org.stellar.sdk.xdr.SorobanCredentials;
import org.stellar.sdk.xdr.SorobanCredentialsType;
import org.stellar.sdk.xdr.SorobanResources;
import org.stellar.sdk.xdr.SorobanTransactionData;
import org.stellar.sdk.xdr.SorobanTransactionMeta;
import org.stellar.sdk.xdr.SorobanTransactionMetaExt;
import org.stellar.sdk.xdr.SorobanTransactionMetaExtV1;

/** How a contract's invocation looks in a transaction and in its metadata. */
final class ContractCalls {
  private static final long INSTRUCTIONS = 2_500_000;
  private static final int DIAGNOSTIC_PERCENT = 20;

  private ContractCalls() {}

  static Operation.OperationBody invocation(
      byte[] contract, String function, List<SCVal> arguments) {
    InvokeContractArgs call =
        new InvokeContractArgs.Builder()
            .contractAddress(ContractValues.contractAddress(contract))
            .functionName(new SCSymbol(XdrValues.text(function)))
            .args(arguments.toArray(new SCVal[0]))
            .build();
    HostFunction hostFunction =
        new HostFunction.Builder()
            .discriminant(HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT)
            .invokeContract(call)
            .build();
    return new Operation.OperationBody.Builder()
        .discriminant(OperationType.INVOKE_HOST_FUNCTION)
        .invokeHostFunctionOp(
            new InvokeHostFunctionOp.Builder()
                .hostFunction(hostFunction)
                .auth(new SorobanAuthorizationEntry[] {authorization(call)})
                .build())
        .build();
  }

  private static SorobanAuthorizationEntry authorization(InvokeContractArgs call) {
    SorobanAuthorizedInvocation invocation =
        new SorobanAuthorizedInvocation.Builder()
            .function(
                new SorobanAuthorizedFunction.Builder()
                    .discriminant(
                        SorobanAuthorizedFunctionType.SOROBAN_AUTHORIZED_FUNCTION_TYPE_CONTRACT_FN)
                    .contractFn(call)
                    .build())
            .subInvocations(new SorobanAuthorizedInvocation[0])
            .build();
    return new SorobanAuthorizationEntry.Builder()
        .credentials(
            new SorobanCredentials.Builder()
                .discriminant(SorobanCredentialsType.SOROBAN_CREDENTIALS_SOURCE_ACCOUNT)
                .build())
        .rootInvocation(invocation)
        .build();
  }

  static OperationResult.OperationResultTr success(List<ContractEvent> events) {
    InvokeHostFunctionSuccessPreImage preimage =
        new InvokeHostFunctionSuccessPreImage.Builder()
            .returnValue(ContractValues.VOID)
            .events(events.toArray(new ContractEvent[0]))
            .build();
    byte[] hash = XdrValues.sha256(XdrValues.encode(preimage::toXdrByteArray));
    return result(
        new InvokeHostFunctionResult.Builder()
            .discriminant(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_SUCCESS)
            .success(XdrValues.hash(hash))
            .build());
  }

  static OperationResult.OperationResultTr trapped() {
    return result(
        new InvokeHostFunctionResult.Builder()
            .discriminant(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_TRAPPED)
            .build());
  }

  private static OperationResult.OperationResultTr result(InvokeHostFunctionResult result) {
    return new OperationResult.OperationResultTr.Builder()
        .discriminant(OperationType.INVOKE_HOST_FUNCTION)
        .invokeHostFunctionResult(result)
        .build();
  }

  static SorobanTransactionData resources(LedgerKey[] readWrite, long resourceFee) {
    LedgerFootprint footprint =
        new LedgerFootprint.Builder().readOnly(new LedgerKey[0]).readWrite(readWrite).build();
    return new SorobanTransactionData.Builder()
        .ext(XdrValues.NO_EXTENSION)
        .resources(
            new SorobanResources.Builder()
                .footprint(footprint)
                .instructions(XdrValues.uint32(INSTRUCTIONS))
                .readBytes(XdrValues.uint32(4096))
                .writeBytes(XdrValues.uint32(2048))
                .build())
        .resourceFee(XdrValues.int64(resourceFee))
        .build();
  }

  /**
   * The metadata of a call; now and then with diagnostics, which repeat events and must not count.
   */
  static SorobanTransactionMeta meta(Dice dice, List<ContractEvent> events, long refundable) {
    List<DiagnosticEvent> diagnostics = new ArrayList<>();
    if (dice.chance(DIAGNOSTIC_PERCENT)) {
      for (ContractEvent event : events) {
        diagnostics.add(
            new DiagnosticEvent.Builder().inSuccessfulContractCall(true).event(event).build());
      }
    }
    SorobanTransactionMetaExtV1 fees =
        new SorobanTransactionMetaExtV1.Builder()
            .ext(XdrValues.NO_EXTENSION)
            .totalNonRefundableResourceFeeCharged(XdrValues.int64(refundable))
            .totalRefundableResourceFeeCharged(XdrValues.int64(refundable))
            .rentFeeCharged(XdrValues.int64(0))
            .build();
    return new SorobanTransactionMeta.Builder()
        .ext(new SorobanTransactionMetaExt.Builder().discriminant(1).v1(fees).build())
        .events(events.toArray(new ContractEvent[0]))
        .returnValue(ContractValues.VOID)
        .diagnosticEvents(diagnostics.toArray(new DiagnosticEvent[0]))
        .build();
  }
}
