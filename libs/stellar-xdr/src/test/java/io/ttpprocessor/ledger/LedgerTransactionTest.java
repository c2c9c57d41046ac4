package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ttpprocessor.ledger.LedgerFixture.Transaction;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.OperationType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a transaction and its operations know, in every type of envelope and version of metadata, on
 * ledgers written by hand. {@link LedgerFixture} says by which keys the changes are told apart.
 */
@Timeout(10)
class LedgerTransactionTest {
  private static final int OPERATIONS = 100;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void readsChangesOfEveryVersionOfMetadata(int version) {
    LedgerTransaction transaction =
        transaction(12, LedgerFixture.transaction(1, OPERATIONS), version);
    assertThat(transaction.metaVersion()).isEqualTo(version);
    assertThat(removedKeys(transaction.feeChanges())).containsExactly(200);
    assertThat(transaction.postApplyFeeChanges()).isEmpty();
    List<Integer> before = version == 0 ? List.of() : List.of(201);
    assertThat(removedKeys(transaction.changesBefore())).isEqualTo(before);
    List<Integer> after = version < 2 ? List.of() : List.of(202);
    assertThat(removedKeys(transaction.changesAfter())).isEqualTo(after);
    for (LedgerOperation operation : transaction.operations()) {
      assertThat(removedKeys(operation.changes())).containsExactly(operation.index());
    }
  }

  @Test
  void readsRefundsMadeAfterAllTransactions() {
    Transaction only = LedgerFixture.transaction(1, 1);
    XdrWriter processing =
        LedgerFixture.processingV1(LedgerFixture.success(only), LedgerFixture.meta(4, 1));
    byte[] bytes = LedgerFixture.ledgerV2(List.of(only), List.of(), List.of(processing));
    LedgerTransaction transaction = view(bytes).transactions().get(0);
    assertThat(removedKeys(transaction.feeChanges())).containsExactly(200);
    assertThat(removedKeys(transaction.postApplyFeeChanges())).containsExactly(203);
  }

  @Test
  void readsOperationsInOrder() {
    LedgerTransaction transaction = transaction(12, LedgerFixture.transaction(1, OPERATIONS), 2);
    assertThat(transaction.operationCount()).isEqualTo(OPERATIONS);
    assertThat(transaction.operations()).hasSize(OPERATIONS);
    for (int i = 0; i < OPERATIONS; i++) {
      LedgerOperation operation = transaction.operations().get(i);
      assertThat(operation.index()).isEqualTo(i + 1);
      assertThat(operation.transaction()).isSameAs(transaction);
      assertThat(operation.type()).isEqualTo(OperationType.BUMP_SEQUENCE);
      assertThat(operation.body().bumpSequenceOp().bumpTo()).isEqualTo(i + 1);
      assertThat(operation.result().type()).isEqualTo(OperationType.BUMP_SEQUENCE);
    }
  }

  @Test
  void knowsWhoActs() {
    LedgerTransaction transaction = transaction(12, LedgerFixture.transaction(1, 2), 2);
    assertThat(transaction.isFeeBump()).isFalse();
    assertThat(transaction.isSoroban()).isFalse();
    assertThat(transaction.feeAccount()).isEqualTo(transaction.sourceAccount());
    AccountRef inherited = transaction.operations().get(0).sourceAccount();
    assertThat(inherited.copyKey()).containsOnly(1);
    assertThat(inherited.isMuxed()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(inherited::muxedId)
        .withMessage("account %s has no multiplexed id", inherited.address());
    AccountRef own = transaction.operations().get(1).sourceAccount();
    assertThat(own.copyKey()).containsOnly(2);
    assertThat(own.muxedId()).isEqualTo(2);
    assertThat(own.muxedAddress()).isEqualTo(StrKey.encodeMuxedAccount(own.copyKey(), 0, 2));
    assertThat(own.sameKey(inherited)).isFalse();
    assertThat(own).isNotEqualTo(inherited);
  }

  @Test
  void readsTheOldestEnvelope() {
    LedgerTransaction transaction = transaction(12, LedgerFixture.transactionV0(5, 1), 2);
    assertThat(transaction.sourceAccount().copyKey()).containsOnly(5);
    assertThat(transaction.feeAccount()).isEqualTo(transaction.sourceAccount());
    assertThat(transaction.memo().id()).isEqualTo(77);
    assertThat(transaction.isSoroban()).isFalse();
    assertThat(transaction.operations()).hasSize(1);
  }

  @Test
  void readsAFeeBumpAsItsInnerTransaction() {
    Transaction feeBump = LedgerFixture.feeBump(30, 3, 3);
    LedgerTransaction transaction =
        only(13, feeBump, LedgerFixture.feeBumpSuccess(feeBump), LedgerFixture.meta(2, 3));
    assertThat(transaction.isFeeBump()).isTrue();
    assertThat(transaction.successful()).isTrue();
    assertThat(transaction.hashHex()).isEqualTo(HexFormat.of().formatHex(feeBump.hash()));
    assertThat(transaction.sourceAccount().copyKey()).containsOnly(3);
    assertThat(transaction.feeAccount().copyKey()).containsOnly(30);
    assertThat(transaction.feeAccount().muxedId()).isEqualTo(30);
    assertThat(transaction.memo().id()).isEqualTo(77);
    assertThat(transaction.result().feeCharged()).isEqualTo(200);
    assertThat(transaction.operations()).hasSize(3);
    assertThat(transaction.operations().get(2).result().type())
        .isEqualTo(OperationType.BUMP_SEQUENCE);
  }

  @Test
  void readsEventsOfEveryOperation() {
    LedgerTransaction transaction = transaction(23, LedgerFixture.transaction(1, 3), 4);
    for (LedgerOperation operation : transaction.operations()) {
      assertThat(contracts(operation)).containsExactly(operation.index());
    }
    assertThat(transaction.transactionEvents()).isEmpty();
    assertThat(transaction.diagnosticEvents()).isEmpty();
  }

  @Test
  void givesSorobanEventsToTheFirstOperationOnly() {
    LedgerTransaction transaction = transaction(20, LedgerFixture.transaction(1, 2), 3);
    assertThat(contracts(transaction.operations().get(0))).containsExactly(1);
    assertThat(contracts(transaction.operations().get(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void earlyMetadataHasNoEvents(int version) {
    LedgerTransaction transaction = transaction(12, LedgerFixture.transaction(1, 1), version);
    assertThat(transaction.operations().get(0).contractEvents()).isEmpty();
    assertThat(transaction.transactionEvents()).isEmpty();
    assertThat(transaction.diagnosticEvents()).isEmpty();
  }

  @Test
  void refusesMetadataOfSomeOperationsOnly() {
    Transaction two = LedgerFixture.transaction(1, 2);
    LedgerTransaction transaction =
        only(23, two, LedgerFixture.success(two), LedgerFixture.meta(4, 1));
    LedgerOperation second = transaction.operations().get(1);
    assertThat(second.changes()).isEmpty();
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(second::contractEvents)
        .withMessageContaining(", operation 2 at byte " + second.operation().offset())
        .withMessageEndingWith(": the metadata is of 1 operations only")
        .returns(second.operation().offset(), LedgerException::byteOffset);
  }

  @Test
  void refusesASuccessWithoutAllResults() {
    Transaction three = LedgerFixture.transaction(1, 3);
    LedgerTransaction transaction =
        only(12, three, LedgerFixture.tried(three, 0, 2), LedgerFixture.meta(2, 3));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(transaction::operations)
        .withMessage(
            "ledger 4711, transaction 1 (%s) at byte %d: 2 results for 3 operations",
            transaction.hashHex(), transaction.envelope().offset());
  }

  @Test
  void readsResultsOfAFailure() {
    Transaction two = LedgerFixture.transaction(1, 2);
    LedgerTransaction transaction =
        only(
            12,
            two,
            LedgerFixture.tried(two, LedgerFixture.TX_FAILED, 2),
            LedgerFixture.meta(2, 0));
    assertThat(transaction.successful()).isFalse();
    assertThat(transaction.operations().get(1).result().type())
        .isEqualTo(OperationType.BUMP_SEQUENCE);
    assertThat(transaction.operations().get(1).changes()).isEmpty();
  }

  @Test
  void namesTheOperationThatHasNoResult() {
    Transaction two = LedgerFixture.transaction(1, 2);
    LedgerTransaction transaction =
        only(
            12,
            two,
            LedgerFixture.refused(two, LedgerFixture.TX_BAD_SEQ),
            LedgerFixture.meta(2, 0));
    LedgerOperation second = transaction.operations().get(1);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(second::result)
        .withMessage(
            "ledger 4711, transaction 1 (%s), operation 2 at byte %d:"
                + " it has no result; the transaction's is txBAD_SEQ",
            transaction.hashHex(), second.operation().offset())
        .returns(2, LedgerException::operationIndex)
        .returns("it has no result; the transaction's is txBAD_SEQ", LedgerException::detail);
  }

  @Test
  void namesTheOperationThatWasRefusedAsSuch() {
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(operationFailedBy(new XdrWriter().int32(-1))::result)
        .withMessageEndingWith(": it has no result but the code opBAD_AUTH");
  }

  @Test
  void refusesTheResultOfAnotherOperation() {
    int setOptions = 5;
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(operationFailedBy(new XdrWriter().int32(0).int32(setOptions).int32(0))::result)
        .withMessageEndingWith(": BUMP_SEQUENCE has a result of SET_OPTIONS");
  }

  @Test
  void ignoresChangesThatAnInternalErrorUndid() {
    Transaction one = LedgerFixture.transaction(1, 1);
    XdrWriter internalError = LedgerFixture.refused(one, LedgerFixture.TX_INTERNAL_ERROR);
    LedgerTransaction undone = only(12, one, internalError, LedgerFixture.meta(2, 1));
    assertThat(undone.operations().get(0).changes()).isEmpty();
    assertThat(undone.changesAfter()).isEmpty();
    assertThat(removedKeys(undone.changesBefore())).containsExactly(201);

    LedgerTransaction later = only(13, one, internalError, LedgerFixture.meta(2, 1));
    assertThat(removedKeys(later.operations().get(0).changes())).containsExactly(1);
    assertThat(removedKeys(later.changesAfter())).containsExactly(202);
  }

  private static LedgerOperation operationFailedBy(XdrWriter operationResult) {
    Transaction one = LedgerFixture.transaction(1, 1);
    XdrWriter result = LedgerFixture.failedBy(one, operationResult);
    return only(12, one, result, LedgerFixture.meta(2, 0)).operations().get(0);
  }

  private static LedgerTransaction transaction(int protocol, Transaction transaction, int version) {
    return only(
        protocol,
        transaction,
        LedgerFixture.success(transaction),
        LedgerFixture.meta(version, transaction.operations()));
  }

  private static LedgerTransaction only(
      int protocol, Transaction transaction, XdrWriter result, XdrWriter meta) {
    return view(LedgerFixture.ledgerV0(protocol, transaction, result, meta)).transactions().get(0);
  }

  private static LedgerView view(byte[] ledger) {
    return LedgerView.parse(ledger, LedgerFixture.NETWORK);
  }

  private static List<Integer> removedKeys(EntryChanges changes) {
    List<Integer> keys = new ArrayList<>();
    for (LedgerEntryChangeView change : changes) {
      keys.add(change.removed().account().accountID().ed25519().at(0) & 0xff);
    }
    assertThat(changes.count()).isEqualTo(keys.size());
    assertThat(changes.isEmpty()).isEqualTo(keys.isEmpty());
    return keys;
  }

  private static List<Integer> contracts(LedgerOperation operation) {
    List<Integer> contracts = new ArrayList<>();
    for (ContractEventView event : operation.contractEvents()) {
      contracts.add((int) event.contractID().at(0));
    }
    return contracts;
  }
}
