package io.ttpprocessor.extract;

import static io.ttpprocessor.extract.XdrBytes.account;
import static io.ttpprocessor.extract.XdrBytes.ints;
import static io.ttpprocessor.extract.XdrBytes.nativeAsset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.xdr.OperationType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: an operation whose events are told of by metadata only, and whose metadata is missing, is
 * an error: the reference takes it for one that moved nothing.
 */
@Timeout(60)
class MissingMetadataTest {
  private static final int ALLOW_TRUST = OperationType.ALLOW_TRUST.value();
  private static final int CLAIM_CLAIMABLE_BALANCE = OperationType.CLAIM_CLAIMABLE_BALANCE.value();
  private static final int CLAWBACK_CLAIMABLE_BALANCE =
      OperationType.CLAWBACK_CLAIMABLE_BALANCE.value();
  private static final int SET_TRUST_LINE_FLAGS = OperationType.SET_TRUST_LINE_FLAGS.value();
  private static final int LIQUIDITY_POOL_WITHDRAW = OperationType.LIQUIDITY_POOL_WITHDRAW.value();

  static Stream<OneOperation> operationsToldOfByMetadata() {
    return Stream.of(
        OneOperation.invocation(),
        OneOperation.of(ALLOW_TRUST, account(2).append(ints(1)).fixed(code()).int32(0)),
        OneOperation.of(CLAIM_CLAIMABLE_BALANCE, ints(0).filled(7)),
        OneOperation.of(CLAWBACK_CLAIMABLE_BALANCE, ints(0).filled(7)),
        OneOperation.of(SET_TRUST_LINE_FLAGS, account(2).append(nativeAsset()).append(ints(0, 0))),
        OneOperation.of(
            LIQUIDITY_POOL_WITHDRAW, new XdrBytes().filled(7).int64(1).int64(0).int64(0)));
  }

  @ParameterizedTest
  @MethodSource("operationsToldOfByMetadata")
  void anOperationThatTheMetadataDoesNotHaveIsAnError(OneOperation operation) {
    OneOperation without = operation.withoutOperationMeta();
    for (EventsMode mode : new EventsMode[] {EventsMode.DERIVED, EventsMode.VERIFY}) {
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> without.mode(mode).extract())
          .withMessageStartingWith("ledger " + OneOperation.SEQUENCE + ", transaction 1 (")
          .withMessageContaining("), operation 1 at byte " + without.operationOffset())
          .withMessageEndingWith("the metadata is of 0 operations only");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anInvocationWithoutItsEventsIsAnErrorInAllVersions(int metaVersion) {
    OneOperation without =
        OneOperation.invocation().metaVersion(metaVersion).withoutOperationMeta();
    assertThatThrownBy(without::extract)
        .hasMessageStartingWith("ledger " + OneOperation.SEQUENCE + ", transaction 1 (")
        .hasMessageContaining("), operation 1")
        .hasMessageContaining(" at byte " + without.operationOffset() + ": ")
        .hasMessageContaining("no contract events");
  }

  /** As in a history archive, which has no metadata: results tell of a payment. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void anOperationThatNeedsNoMetadataIsTold(int metaVersion) {
    OneOperation payment =
        OneOperation.of(1, account(2).append(nativeAsset()).int64(10)).metaVersion(metaVersion);
    assertThat(payment.withoutOperationMeta().extract()).hasSize(1);
  }

  @Test
  void anInvocationWithoutEventsIsNone() {
    assertThat(OneOperation.invocation().extract()).isEmpty();
    assertThat(OneOperation.invocation().metaVersion(3).extract()).isEmpty();
  }

  private static byte[] code() {
    return new byte[] {'A', 'B', 'C', 0};
  }
}
