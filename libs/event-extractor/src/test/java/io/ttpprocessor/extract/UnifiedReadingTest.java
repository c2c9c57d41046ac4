package io.ttpprocessor.extract;

import static io.ttpprocessor.extract.XdrBytes.account;
import static io.ttpprocessor.extract.XdrBytes.accountAddress;
import static io.ttpprocessor.extract.XdrBytes.event;
import static io.ttpprocessor.extract.XdrBytes.i128;
import static io.ttpprocessor.extract.XdrBytes.ints;
import static io.ttpprocessor.extract.XdrBytes.nativeAsset;
import static io.ttpprocessor.extract.XdrBytes.string;
import static io.ttpprocessor.extract.XdrBytes.symbol;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.StrKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the network's own events are taken only where they are all there and well-formed (CAP-67);
 * everything else is an error that says where, never fewer events.
 */
@Timeout(60)
class UnifiedReadingTest {
  /** The contract of lumens on the test network, which its documentation gives. */
  private static final byte[] LUMENS =
      StrKey.decode("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC").payload();

  private static final byte[] OTHER = new byte[32];
  private static final int BEFORE_ALL = 0;
  private static final int AFTER_ONE = 1;
  private static final int AFTER_ALL = 2;
  private static final XdrBytes FEE = fee(BEFORE_ALL, 1, 100);

  @Test
  void feesAndEventsAreTheNetworks() {
    OneOperation operation =
        payment(2, 10)
            .events(event(LUMENS, i128(0, 7), symbol("burn"), accountAddress(3), string("native")))
            .transactionEvents(fee(BEFORE_ALL, 5, 300), fee(AFTER_ONE, 5, -20));
    assertThat(operation.ledgerEvents().events())
        .extracting(TokenEvent::toString)
        .containsExactly(
            "FEE of transaction 1, from " + OneOperation.address(5) + ": 300 native",
            "BURN of transaction 1, operation 1, from " + OneOperation.address(3) + ": 7 native",
            "FEE of transaction 1, from " + OneOperation.address(5) + ": -20 native");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void metadataBeforeCap67IsAnError(int metaVersion) {
    assertError(payment(2, 10).metaVersion(metaVersion), "version " + metaVersion, "mode derived");
  }

  @Test
  void aTransactionWithoutAFeeEventIsAnError() {
    assertError(payment(2, 10), "no fee event", "mode derived");
    XdrBytes other = transactionEvent(BEFORE_ALL, LUMENS, i128(0, 1), symbol("other"));
    assertError(payment(2, 10).transactionEvents(other), "no fee event", "mode derived");
  }

  static Stream<Arguments> unsoundFees() {
    XdrBytes holder = accountAddress(1);
    XdrBytes name = symbol("fee");
    XdrBytes ten = i128(0, 10);
    XdrBytes system = ints(BEFORE_ALL, 0, 1).fixed(LUMENS).append(ints(0, 0, 0)).append(ten);
    XdrBytes nobodys = ints(BEFORE_ALL, 0, 0, 1, 0, 0).append(ten);
    return Stream.of(
        Arguments.of("3 topics", feeEvent(LUMENS, ten, name, holder, string("native"))),
        Arguments.of("1 topics", feeEvent(LUMENS, ten, name)),
        Arguments.of("SCV_U64", feeEvent(LUMENS, ints(5).int64(10), name, holder)),
        Arguments.of("SCV_STRING", feeEvent(LUMENS, ten, name, string("GABC"))),
        Arguments.of("not the native asset's", feeEvent(OTHER, ten, name, holder)),
        Arguments.of("no topics", feeEvent(LUMENS, ten)),
        Arguments.of("not of a contract", system),
        Arguments.of("not of a contract", nobodys),
        Arguments.of("stage TRANSACTION_EVENT_STAGE_AFTER_TX", fee(AFTER_ONE, 1, 100)));
  }

  @ParameterizedTest
  @MethodSource("unsoundFees")
  void anUnsoundFeeIsAnError(String reason, XdrBytes fee) {
    assertError(payment(2, 10).transactionEvents(fee), reason);
  }

  @Test
  void moreThanTwoFeesAreAnError() {
    XdrBytes refund = fee(AFTER_ONE, 1, -1);
    assertError(payment(2, 10).transactionEvents(FEE, refund, refund), "more than two fee events");
  }

  @Test
  void refundsAreOfTheStageThatTheProtocolHas() {
    XdrBytes afterOne = fee(AFTER_ONE, 1, -1);
    XdrBytes afterAll = fee(AFTER_ALL, 1, -1);
    assertError(told().transactionEvents(FEE, afterAll).protocol(22), "AFTER_ALL_TXS");
    assertError(told().transactionEvents(FEE, afterOne).protocol(23), "AFTER_TX");
    assertThat(told().transactionEvents(FEE, afterOne).protocol(22).extract()).hasSize(2);
    assertThat(told().transactionEvents(FEE, afterAll).protocol(23).extract()).hasSize(2);
  }

  static Stream<OneOperation> movingOperations() {
    XdrBytes paid = ints(8, 0).int64(10);
    XdrBytes inflation = ints(9, 0, 1).append(account(3)).int64(10);
    return Stream.of(
        payment(2, 10),
        OneOperation.of(0, account(2).int64(10)),
        OneOperation.of(8, account(2)).result(paid),
        OneOperation.of(9, new XdrBytes()).result(inflation),
        OneOperation.of(15, ints(0).filled(7)),
        OneOperation.of(19, nativeAsset().append(account(2)).int64(10)),
        OneOperation.of(20, ints(0).filled(7)));
  }

  @ParameterizedTest
  @MethodSource("movingOperations")
  void anOperationThatMovesTokensHasAnEvent(OneOperation operation) {
    assertError(operation.transactionEvents(FEE), "operation 1 (", "has no event", "mode derived");
    assertThat(operation.events(transfer()).extract()).hasSize(1);
  }

  static Stream<OneOperation> otherOperations() {
    return Stream.of(
        payment(1, 10),
        payment(2, 0),
        OneOperation.of(0, account(2).int64(0)),
        OneOperation.of(8, account(2)).result(ints(8, 0).int64(0)),
        OneOperation.of(9, new XdrBytes()).result(ints(9, 0, 0)),
        OneOperation.of(11, new XdrBytes().int64(1)),
        OneOperation.invocation());
  }

  @ParameterizedTest
  @MethodSource("otherOperations")
  void anOperationThatMovesNoneNeedsNone(OneOperation operation) {
    OneOperation unified = operation.mode(EventsMode.UNIFIED).transactionEvents(FEE);
    assertThat(unified.extract()).isEmpty();
  }

  @Test
  void anOperationThatTheMetadataDoesNotHaveIsAnError() {
    assertError(
        OneOperation.invocation().transactionEvents(FEE).withoutOperationMeta(),
        "metadata of 0 operations for the transaction's 1",
        "mode derived");
  }

  @Test
  void aTokensEventOfTheTransactionIsSkipped() {
    XdrBytes transfer =
        transactionEvent(
            BEFORE_ALL,
            LUMENS,
            i128(0, 1),
            symbol("transfer"),
            accountAddress(1),
            accountAddress(2));
    OneOperation operation = told().transactionEvents(FEE, transfer);
    assertThat(operation.extract()).hasSize(1);
    assertThat(operation.ledgerEvents().skipped())
        .extracting(SkippedEvent::reason)
        .containsExactly(SkipReason.NOT_OF_AN_OPERATION);
  }

  private static void assertError(OneOperation operation, String... parts) {
    String place = "ledger " + OneOperation.SEQUENCE + ", transaction 1 (";
    assertThatExceptionOfType(ExtractionException.class)
        .isThrownBy(() -> operation.mode(EventsMode.UNIFIED).extract())
        .satisfies(e -> assertThat(e.getMessage()).startsWith(place).contains(parts));
  }

  /** A payment of lumens from account 1, read as the network told it. */
  static OneOperation payment(int destination, long amount) {
    return OneOperation.of(1, account(destination).append(nativeAsset()).int64(amount))
        .mode(EventsMode.UNIFIED);
  }

  private static OneOperation told() {
    return payment(2, 10).events(transfer());
  }

  private static XdrBytes transfer() {
    return event(
        LUMENS,
        i128(0, 10),
        symbol("transfer"),
        accountAddress(1),
        accountAddress(2),
        string("native"));
  }

  /** TransactionEvent of a fee. */
  static XdrBytes fee(int stage, int payer, long amount) {
    return transactionEvent(
        stage, LUMENS, i128(amount >> 63, amount), symbol("fee"), accountAddress(payer));
  }

  private static XdrBytes feeEvent(byte[] contract, XdrBytes data, XdrBytes... topics) {
    return transactionEvent(BEFORE_ALL, contract, data, topics);
  }

  private static XdrBytes transactionEvent(
      int stage, byte[] contract, XdrBytes data, XdrBytes... topics) {
    return ints(stage).append(event(contract, data, topics));
  }
}
