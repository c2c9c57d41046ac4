package io.ttpprocessor.extract.rules;

import static io.ttpprocessor.extract.OneOperation.address;
import static io.ttpprocessor.extract.XdrBytes.account;
import static io.ttpprocessor.extract.XdrBytes.asset;
import static io.ttpprocessor.extract.XdrBytes.ints;
import static io.ttpprocessor.extract.XdrBytes.muxed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an issuer gives is minted, what it takes is burned (CAP-67); ids and memos go along. */
@Timeout(60)
class PaymentRuleTest {
  private static final int ISSUER = 9;

  @Test
  void betweenHoldersItIsATransferWithTheMemo() {
    TokenEvent event = payment(account(1), account(2));
    assertThat(event.kind()).isEqualTo(EventKind.TRANSFER);
    assertThat(event.from()).hasToString(address(1));
    assertThat(event.to()).hasToString(address(2));
    assertThat(event.asset()).hasToString("ABC:" + address(ISSUER));
    assertThat(event.contract()).isEqualTo(event.asset().contract());
    assertThat(event.amount()).hasToString("1000");
    assertThat(event.operationIndex()).isEqualTo(1);
    assertThat(event.transaction().index()).isEqualTo(1);
    assertThat(event.toMuxedInfo()).isEqualTo(MuxedInfo.id(-1));
  }

  @Test
  void theIdOfTheDestinationGoesBeforeTheMemo() {
    TokenEvent event = payment(muxed(1, 5), muxed(2, 6));
    assertThat(event.from()).hasToString(address(1));
    assertThat(event.to()).hasToString(address(2));
    assertThat(event.toMuxedInfo()).isEqualTo(MuxedInfo.id(6));
  }

  @Test
  void whatTheIssuerPaysIsMinted() {
    TokenEvent event = payment(muxed(ISSUER, 5), account(2));
    assertThat(event.kind()).isEqualTo(EventKind.MINT);
    assertThat(event.from()).isNull();
    assertThat(event.to()).hasToString(address(2));
    assertThat(event.toMuxedInfo()).isEqualTo(MuxedInfo.id(-1));
  }

  @Test
  void whatIsPaidToTheIssuerIsBurnedWithoutTheMemo() {
    TokenEvent event = payment(account(1), muxed(ISSUER, 5));
    assertThat(event.kind()).isEqualTo(EventKind.BURN);
    assertThat(event.from()).hasToString(address(1));
    assertThat(event.to()).isNull();
    assertThat(event.toMuxedInfo()).isNull();
  }

  @Test
  void fromTheIssuerToItselfIsATransfer() {
    TokenEvent event = payment(account(ISSUER), account(ISSUER));
    assertThat(event.kind()).isEqualTo(EventKind.TRANSFER);
    assertThat(event.from()).isEqualTo(event.to()).hasToString(address(ISSUER));
    assertThat(event.toMuxedInfo()).isEqualTo(MuxedInfo.id(-1));
  }

  @Test
  void eachRunOfMemoBytesThatAreNotUtf8BecomesMarks() {
    XdrBytes memo = ints(1).opaque(new byte[] {'a', (byte) 0xff, 'b'});
    TokenEvent event = only(payOf(account(1), account(2)).memo(memo).extract());
    assertThat(event.toMuxedInfo()).isEqualTo(MuxedInfo.text("a\uFFFDb"));
  }

  /** With the memo id 2^64 - 1. */
  private static TokenEvent payment(XdrBytes source, XdrBytes destination) {
    return only(payOf(source, destination).memo(ints(2).int64(-1)).extract());
  }

  private static OneOperation payOf(XdrBytes source, XdrBytes destination) {
    XdrBytes body = new XdrBytes().append(destination).append(asset("ABC", ISSUER)).int64(1000);
    return OneOperation.of(1, body).source(source);
  }

  private static TokenEvent only(List<TokenEvent> events) {
    assertThat(events).hasSize(1);
    return events.get(0);
  }
}
