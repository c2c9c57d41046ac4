package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.store.TokenTransferTable;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: only the next ledger passes; any other is named with what was expected. */
class CursorChainTest {
  private CursorChain chain;

  @BeforeEach
  void begin() throws ConsumerException {
    chain = new CursorChain(RangePlan.from(5, 8), new TokenTransferTable(), Optional.empty());
  }

  private static LedgerEvents changed(long sequence, Consumer<LedgerEvents.Builder> change) {
    LedgerEvents.Builder ledger = TestLedgers.range(sequence, sequence).get(0).toBuilder();
    change.accept(ledger);
    return ledger.build();
  }

  private void assertRefused(LedgerEvents ledger, String message) {
    assertThatThrownBy(() -> chain.accept(ledger))
        .isInstanceOf(ConsumerException.class)
        .hasMessageContaining(message);
  }

  @Test
  void asksFromTheStartAndThenAfterTheLastLedger() throws ConsumerException {
    assertThat(chain.request())
        .isEqualTo(
            StreamLedgerEventsRequest.newBuilder()
                .setStartLedger(5)
                .setEndLedger(8)
                .addProducts(Product.PRODUCT_TOKEN_TRANSFERS)
                .setIncludeDigests(true)
                .build());
    chain.accept(TestLedgers.ledger(5));
    assertThat(chain.request())
        .isEqualTo(
            StreamLedgerEventsRequest.newBuilder()
                .setAfter(TestLedgers.ledger(5).getCursor())
                .setEndLedger(8)
                .addProducts(Product.PRODUCT_TOKEN_TRANSFERS)
                .setIncludeDigests(true)
                .build());
    for (long sequence = 6; sequence <= 8; sequence++) {
      assertThat(chain.complete()).isFalse();
      chain.accept(TestLedgers.ledger(sequence));
    }
    assertThat(chain.complete()).isTrue();
  }

  @Test
  void goesBeyondSignedNumbers() throws ConsumerException {
    chain =
        new CursorChain(
            RangePlan.from(4_294_967_294L, 4_294_967_295L),
            new TokenTransferTable(),
            Optional.empty());
    chain.accept(TestLedgers.ledger(4_294_967_294L));
    assertThat(chain.complete()).isFalse();
    chain.accept(TestLedgers.ledger(4_294_967_295L));
    assertThat(chain.complete()).isTrue();
  }

  @Test
  void takesWhateverLedgerIsLatestFirst() throws ConsumerException {
    chain = new CursorChain(RangePlan.from(0, 0), new TokenTransferTable(), Optional.empty());
    chain.accept(TestLedgers.ledger(77));
    assertRefused(TestLedgers.ledger(79), "expected ledger 78, got 79");
  }

  @Test
  void refusesGapsRepetitionsAndWhatIsBeyondTheEnd() throws ConsumerException {
    assertRefused(TestLedgers.ledger(6), "expected ledger 5, got 6");
    chain.accept(TestLedgers.ledger(5));
    assertRefused(TestLedgers.ledger(5), "expected ledger 6, got 5");
    assertRefused(TestLedgers.ledger(7), "expected ledger 6, got 7");
    chain = new CursorChain(RangePlan.from(0, 8), new TokenTransferTable(), Optional.empty());
    assertRefused(TestLedgers.ledger(9), "ledger 9, asked for none after 8");
  }

  @Test
  void refusesBrokenHashes() throws ConsumerException {
    String lacking = "ledger 5 of the stream lacks a hash";
    ByteString other = TestLedgers.hash(99);
    assertRefused(changed(5, ledger -> ledger.clearHash()), lacking);
    assertRefused(changed(5, ledger -> ledger.setPreviousHash(ByteString.EMPTY)), lacking);
    assertRefused(changed(5, ledger -> ledger.clearCursor()), lacking);
    assertRefused(changed(5, ledger -> ledger.getCursorBuilder().setLedgerHash(other)), lacking);
    assertRefused(changed(5, ledger -> ledger.getCursorBuilder().setLedgerSequence(4)), lacking);
    chain.accept(TestLedgers.ledger(5));
    assertRefused(
        changed(6, ledger -> ledger.setPreviousHash(other)),
        "ledger 6 does not follow ledger 5: its previous hash is " + TestLedgers.hashHex(99));
  }

  @Test
  void refusesAChangeOfNetworkOrRulesOnTheWay() throws ConsumerException {
    chain.accept(TestLedgers.ledger(5));
    assertRefused(
        changed(
            6, ledger -> ledger.getCursorBuilder().setNetworkId(TestLedgers.networkId("other"))),
        "wrong network: the stream is of network " + Networks.id("other"));
    assertRefused(
        changed(6, ledger -> ledger.setRulesVersion(8)), "rules version 8, those up to ledger 5");
  }

  @Test
  void refusesOrdinalsWithAGap() {
    assertRefused(
        changed(
            6,
            ledger ->
                ledger
                    .setSequence(5)
                    .setCursor(TestLedgers.ledger(5).getCursor())
                    .setHash(TestLedgers.hash(5))
                    .getEventsBuilder(1)
                    .setOrdinal(2)),
        "ledger 5 has event 2 in the place of event 1");
  }
}
