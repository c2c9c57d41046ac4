package io.ttpprocessor.extract.rules;

import static io.ttpprocessor.extract.OneOperation.address;
import static io.ttpprocessor.extract.XdrBytes.accountAddress;
import static io.ttpprocessor.extract.XdrBytes.event;
import static io.ttpprocessor.extract.XdrBytes.i128;
import static io.ttpprocessor.extract.XdrBytes.ints;
import static io.ttpprocessor.extract.XdrBytes.map;
import static io.ttpprocessor.extract.XdrBytes.muxedAddress;
import static io.ttpprocessor.extract.XdrBytes.string;
import static io.ttpprocessor.extract.XdrBytes.symbol;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.StrKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which contract events are a token's, and what they say in both forms (CAP-46-6, CAP-67). */
@Timeout(60)
class ContractEventRuleTest {
  /** The contract of lumens on the test network, which its documentation gives. */
  private static final byte[] LUMENS =
      StrKey.decode("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC").payload();

  private static final byte[] OTHER = new byte[32];
  private static final XdrBytes TEN = i128(0, 10);

  @ParameterizedTest
  @ValueSource(strings = {"native", "NATIVE", "Native"})
  void anAssetContractTellsItsAsset(String name) {
    TokenEvent event = transfer(LUMENS, string(name));
    assertThat(event.asset().isNative()).isTrue();
  }

  @Test
  void anyOtherContractTellsNone() {
    TokenEvent event = transfer(OTHER, string("native"));
    assertThat(event.kind()).isEqualTo(EventKind.TRANSFER);
    assertThat(event.asset()).isNull();
    assertThat(event.contract()).hasToString(StrKey.encodeContract(OTHER, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "native,native", "ABC:GABC", "ABC", ":", "native:native"})
  void aNameThatIsNoneTellsNone(String name) {
    assertThat(transfer(LUMENS, string(name)).asset()).isNull();
  }

  @Test
  void anAssetContractGivesPlainAccountsBeforeCap67() {
    XdrBytes event =
        event(
            LUMENS,
            TEN,
            symbol("transfer"),
            muxedAddress(1, 5),
            muxedAddress(2, 6),
            string("native"));
    TokenEvent told = only(OneOperation.invocation(event).metaVersion(3).extract());
    assertThat(told.from()).hasToString(address(1));
    assertThat(told.to()).hasToString(address(2));
    assertThat(told.toMuxedInfo()).isNull();
  }

  @Test
  void otherwiseAMuxedAddressStays() {
    XdrBytes event = event(OTHER, TEN, symbol("burn"), muxedAddress(1, 5));
    TokenEvent told = only(OneOperation.invocation(event).metaVersion(3).extract());
    assertThat(told.from().toString()).startsWith("M");
    assertThat(told.from().kind()).isEqualTo(StrKey.Kind.MUXED_ACCOUNT);
  }

  @Test
  void theAdministratorComesFirstBeforeCap67Only() {
    XdrBytes event = event(OTHER, TEN, symbol("mint"), accountAddress(1), accountAddress(2));
    assertThat(only(OneOperation.invocation(event).metaVersion(3).extract()).to())
        .hasToString(address(2));
    assertThat(only(OneOperation.invocation(event).extract()).to()).hasToString(address(1));
  }

  @Test
  void amountsHave128Bits() {
    XdrBytes event = event(OTHER, i128(Long.MIN_VALUE, 0), symbol("burn"), accountAddress(1));
    assertThat(only(OneOperation.invocation(event).extract()).amount())
        .hasToString("-170141183460469231731687303715884105728");
  }

  @Test
  void aMapTellsAmountAndDestination() {
    assertThat(mapEvent(symbol("to_muxed_id"), ints(5).int64(-1)).toMuxedInfo())
        .isEqualTo(MuxedInfo.id(-1));
    assertThat(mapEvent(symbol("to_muxed_id"), string("me")).toMuxedInfo())
        .isEqualTo(MuxedInfo.text("me"));
    assertThat(mapEvent(symbol("to_muxed_id"), ints(13).opaque(new byte[] {1})).toMuxedInfo())
        .isEqualTo(MuxedInfo.hash(new byte[] {1}));
    assertThat(mapEvent(symbol("to_muxed_id"), ints(1)).toMuxedInfo()).isNull();
    assertThat(mapEvent(symbol("something"), ints(1)).toMuxedInfo()).isNull();
  }

  static Stream<Arguments> skippedEvents() {
    XdrBytes burn = symbol("burn");
    XdrBytes holder = accountAddress(1);
    XdrBytes notAMapOfSymbols = map(symbol("amount"), TEN, string("a"), TEN);
    XdrBytes system =
        ints(0, 1).fixed(OTHER).append(ints(0, 0, 2)).append(burn).append(holder).append(TEN);
    XdrBytes nobodys = ints(0, 0, 1, 0, 2).append(burn).append(holder).append(TEN);
    XdrBytes muxed = symbol("to_muxed_id");
    XdrBytes amount = symbol("amount");
    return Stream.of(
        skip(SkipReason.NOT_OF_A_CONTRACT, system),
        skip(SkipReason.NO_CONTRACT_ID, nobodys),
        skip(SkipReason.FEE_OF_OPERATION, event(OTHER, TEN, symbol("fee"), holder)),
        skip(SkipReason.TOO_FEW_TOPICS, event(OTHER, TEN, burn)),
        skip(SkipReason.TOO_FEW_TOPICS, event(OTHER, TEN, symbol("transfer"), holder)),
        skip(SkipReason.PARTY_NOT_AN_ADDRESS, event(OTHER, TEN, burn, string(address(1)))),
        skip(SkipReason.DATA_NOT_AN_AMOUNT, event(OTHER, ints(5).int64(10), burn, holder)),
        skip(SkipReason.NO_AMOUNT, event(OTHER, map(muxed, ints(1)), burn, holder)),
        skip(SkipReason.NO_AMOUNT, event(OTHER, ints(17, 0), burn, holder)),
        skip(
            SkipReason.AMOUNT_NOT_I128, event(OTHER, map(amount, ints(5).int64(10)), burn, holder)),
        skip(
            SkipReason.INVALID_TO_MUXED_ID,
            event(OTHER, map(amount, TEN, muxed, ints(3, 5)), burn, holder)),
        skip(SkipReason.KEY_NOT_A_SYMBOL, event(OTHER, notAMapOfSymbols, burn, holder)));
  }

  private static Arguments skip(SkipReason reason, XdrBytes event) {
    return Arguments.of(reason, event);
  }

  @ParameterizedTest
  @MethodSource("skippedEvents")
  void anEventThatHasOnlyTheNameOfATokensIsSkippedWithAReason(SkipReason reason, XdrBytes event) {
    OneOperation operation = OneOperation.invocation(event);
    assertThat(operation.extract()).isEmpty();
    SkippedEvent skipped = onlySkipped(operation);
    assertThat(skipped.reason()).isEqualTo(reason);
    assertThat(skipped.transaction().index()).isEqualTo(1);
    assertThat(skipped.operationIndex()).isEqualTo(1);
    if (reason == SkipReason.NO_CONTRACT_ID) {
      assertThat(skipped.contract()).isNull();
    } else {
      assertThat(skipped.contract()).hasToString(StrKey.encodeContract(OTHER, 0));
    }
  }

  @Test
  void anAdministratorThatIsNoAddressIsAReason() {
    XdrBytes event = event(OTHER, TEN, symbol("mint"), string("me"), accountAddress(1));
    OneOperation operation = OneOperation.invocation(event).metaVersion(3);
    assertThat(operation.extract()).isEmpty();
    assertThat(onlySkipped(operation).kind()).isEqualTo(EventKind.MINT);
    assertThat(onlySkipped(operation).reason()).isEqualTo(SkipReason.ADMINISTRATOR_NOT_AN_ADDRESS);
  }

  @Test
  void eventsOfAnotherNameArePassedOver() {
    XdrBytes holder = accountAddress(1);
    LedgerEvents ledger =
        OneOperation.invocation(
                event(OTHER, TEN),
                event(OTHER, TEN, string("burn"), holder),
                event(OTHER, TEN, symbol("approve"), holder))
            .ledgerEvents();
    assertThat(ledger.events()).extracting(TokenEvent::kind).containsExactly(EventKind.FEE);
    assertThat(ledger.skipped()).isEmpty();
    OneOperation burn = OneOperation.invocation(event(OTHER, TEN, symbol("burn"), holder));
    assertThat(burn.extract()).hasSize(1);
    assertThat(burn.ledgerEvents().skipped()).isEmpty();
  }

  private static SkippedEvent onlySkipped(OneOperation operation) {
    List<SkippedEvent> skipped = operation.ledgerEvents().skipped();
    assertThat(skipped).hasSize(1);
    return skipped.get(0);
  }

  @Test
  void aMapIsNoAmountBeforeCap67() {
    XdrBytes event = event(OTHER, map(symbol("amount"), TEN), symbol("burn"), accountAddress(1));
    assertThat(OneOperation.invocation(event).metaVersion(3).extract()).isEmpty();
  }

  private static TokenEvent mapEvent(XdrBytes key, XdrBytes value) {
    XdrBytes data = map(symbol("amount"), TEN, key, value);
    TokenEvent told =
        only(
            OneOperation.invocation(event(OTHER, data, symbol("burn"), accountAddress(1)))
                .extract());
    assertThat(told.amount()).hasToString("10");
    return told;
  }

  private static TokenEvent transfer(byte[] contract, XdrBytes name) {
    XdrBytes event =
        event(contract, TEN, symbol("transfer"), accountAddress(1), accountAddress(2), name);
    return only(OneOperation.invocation(event).extract());
  }

  private static TokenEvent only(List<TokenEvent> events) {
    assertThat(events).hasSize(1);
    return events.get(0);
  }
}
