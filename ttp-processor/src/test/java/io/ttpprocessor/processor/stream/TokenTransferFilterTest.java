package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.asset.Asset;
import io.ttpprocessor.protos.tokentransfer.MuxedInfo;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.ContractEventFilter;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.protos.v1.TokenTransferFilter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: of each ledger the events that the filter means, under their own ordinals, and every ledger
 * announced. Method: the reference's events of 64 ledgers, filtered here by what the fields' names
 * say.
 */
@Timeout(60)
class TokenTransferFilterTest {
  private final FakeSource source =
      FakeSource.start(FakeSource.serving(FakeSource.messages(FIRST, ChainedLedgers.all())));
  private Processor processor;

  @BeforeEach
  void start() {
    processor = Processor.start(source, ChainedLedgers.NETWORK);
  }

  @AfterEach
  void stop() {
    processor.close();
    source.close();
  }

  /** How many events came, after they were compared with those that the predicate means. */
  private int assertSends(TokenTransferFilter.Builder filter, Predicate<TokenTransferEvent> meant) {
    Client<StreamLedgerEventsRequest, LedgerEvents> client = Client.eager();
    processor
        .ledgers()
        .streamLedgerEvents(
            StreamLedgerEventsRequest.newBuilder()
                .setStartLedger(FIRST)
                .setEndLedger(LAST)
                .setTokenTransferFilter(filter)
                .build(),
            client);
    client.awaitCompletion();
    assertThat(client.messages()).hasSize(LAST - FIRST + 1);
    int count = 0;
    for (LedgerEvents ledger : client.messages()) {
      List<TokenTransferEvent> all =
          ChainedLedgers.events(ledger.getSequence(), ledger.getSequence());
      List<LedgerEvent> expected = new ArrayList<>();
      for (int ordinal = 0; ordinal < all.size(); ordinal++) {
        if (meant.test(all.get(ordinal))) {
          expected.add(
              LedgerEvent.newBuilder()
                  .setOrdinal(ordinal)
                  .setTokenTransfer(all.get(ordinal))
                  .build());
        }
      }
      assertThat(ledger.getEventsList()).isEqualTo(expected);
      count += expected.size();
    }
    return count;
  }

  private static List<TokenTransferEvent> all() {
    return ChainedLedgers.events(FIRST, LAST);
  }

  private static TokenTransferFilter.Builder filter() {
    return TokenTransferFilter.newBuilder();
  }

  @Test
  void byKind() {
    int transfers =
        assertSends(
            filter().addKinds(TokenTransferFilter.Kind.KIND_TRANSFER),
            TokenTransferEvent::hasTransfer);
    int mintsAndBurns =
        assertSends(
            filter()
                .addKinds(TokenTransferFilter.Kind.KIND_MINT)
                .addKinds(TokenTransferFilter.Kind.KIND_BURN),
            event -> event.hasMint() || event.hasBurn());
    int clawbacks =
        assertSends(
            filter().addKinds(TokenTransferFilter.Kind.KIND_CLAWBACK),
            TokenTransferEvent::hasClawback);
    int fees =
        assertSends(
            filter().addKinds(TokenTransferFilter.Kind.KIND_FEE), TokenTransferEvent::hasFee);
    assertThat(transfers + mintsAndBurns + clawbacks + fees).isEqualTo(all().size());
    assertThat(transfers).isPositive();
    assertThat(fees).isPositive();
  }

  @Test
  void byAsset() {
    String issued =
        all().stream()
            .map(TokenTransferFilterTest::asset)
            .filter(asset -> asset.matches("[A-Za-z0-9]{1,12}:G.*"))
            .findFirst()
            .orElseThrow();
    int one = assertSends(filter().addAssets(issued), event -> asset(event).equals(issued));
    int two =
        assertSends(
            filter().addAssets(issued).addAssets("native"),
            event -> asset(event).equals(issued) || asset(event).equals("native"));
    assertThat(one).isPositive().isLessThan(two);
  }

  @Test
  void byAccountOnEitherSideOrOnOne() {
    TokenTransferEvent transfer =
        all().stream()
            .filter(event -> event.hasTransfer() && !from(event).equals(to(event)))
            .findFirst()
            .orElseThrow();
    String from = from(transfer);
    String to = to(transfer);
    int either =
        assertSends(
            filter().addAccounts(from),
            event -> from(event).equals(from) || to(event).equals(from));
    int sent = assertSends(filter().addFrom(from), event -> from(event).equals(from));
    int received = assertSends(filter().addTo(to), event -> to(event).equals(to));
    int between =
        assertSends(
            filter().addFrom(from).addTo(to),
            event -> from(event).equals(from) && to(event).equals(to));
    assertThat(sent).isBetween(1, either);
    assertThat(received).isPositive();
    assertThat(between).isBetween(1, sent);
  }

  @Test
  void byContractAmountAndTransaction() {
    TokenTransferEvent any = all().get(all().size() / 2);
    String contract = any.getMeta().getContractAddress();
    String hash = any.getMeta().getTxHash();
    assertThat(
            assertSends(
                filter().addContractIds(contract),
                event -> event.getMeta().getContractAddress().equals(contract)))
        .isPositive();
    assertThat(
            assertSends(
                filter().addTxHashes(hash.toUpperCase(Locale.ROOT)),
                event -> event.getMeta().getTxHash().equals(hash)))
        .isPositive();
    BigInteger amount = amount(any);
    int large =
        assertSends(
            filter().setSmallestAmount(amount.toString()),
            event -> amount(event).compareTo(amount) >= 0);
    assertThat(large).isBetween(1, all().size() - 1);
    // Above what 64 bits hold, and below zero, as refunds are.
    assertSends(
        filter().setSmallestAmount("9223372036854775808"),
        event -> amount(event).bitLength() > 63 && amount(event).signum() > 0);
    String least = "-170141183460469231731687303715884105728";
    assertThat(assertSends(filter().setSmallestAmount(least), event -> true))
        .isEqualTo(all().size());
  }

  @Test
  void byReceiverWithinAnAccount() {
    List<MuxedInfo> infos =
        all().stream()
            .filter(event -> event.getMeta().hasToMuxedInfo())
            .map(event -> event.getMeta().getToMuxedInfo())
            .filter(info -> !info.getText().contains("\uFFFD"))
            .distinct()
            .limit(3)
            .toList();
    assertThat(infos).isNotEmpty();
    assertThat(
            assertSends(
                filter().addAllToMuxedInfo(infos),
                event ->
                    event.getMeta().hasToMuxedInfo()
                        && infos.contains(event.getMeta().getToMuxedInfo())))
        .isGreaterThanOrEqualTo(infos.size());
  }

  @Test
  void ledgersWithoutAMatchAreAnnounced() {
    assertThat(
            assertSends(
                filter().addTxHashes("0".repeat(64)),
                event -> event.getMeta().getTxHash().equals("0".repeat(64))))
        .isZero();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Client<StreamLedgerEventsRequest, LedgerEvents> client = Client.eager();
    processor
        .ledgers()
        .streamLedgerEvents(
            StreamLedgerEventsRequest.newBuilder()
                .setStartLedger(FIRST)
                .addProducts(Product.PRODUCT_TOKEN_TRANSFERS)
                .addProductsValue(9)
                .setContractEventFilter(
                    ContractEventFilter.newBuilder().addTxHashes("zz").addEventTypes(""))
                .setTokenTransferFilter(
                    filter()
                        .addKindsValue(7)
                        .addAssets("USD")
                        .addAccounts("G")
                        .addTo(
                            "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ")
                        .setSmallestAmount("170141183460469231731687303715884105728")
                        .addToMuxedInfo(MuxedInfo.getDefaultInstance())
                        .addTxHashes("abc"))
                .build(),
            client);
    Status status = client.awaitEnd();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription())
        .contains("products[1] 9 is none")
        .contains("contract_event_filter is set, but its product is not asked for")
        .contains("kinds[0] \"7\" is no kind of event")
        .contains("assets[0] \"USD\" is neither native nor CODE:ISSUER")
        .contains("accounts[0] \"G\" is no address")
        .contains("to[0] \"MA7Q")
        .contains("is a muxed account: ask for its G address")
        .contains("event_types[0] \"\" is no event's name")
        .contains("smallest_amount \"1701")
        .contains("does not fit a signed 128-bit integer")
        .contains("to_muxed_info[0] \"\" has no content")
        .contains("tx_hashes[0] \"abc\" is not a hash of 64 hexadecimal digits")
        .contains("tx_hashes[0] \"zz\" is not a hash");
  }

  private static String asset(TokenTransferEvent event) {
    Asset asset =
        switch (event.getEventCase()) {
          case TRANSFER -> event.getTransfer().getAsset();
          case MINT -> event.getMint().getAsset();
          case BURN -> event.getBurn().getAsset();
          case CLAWBACK -> event.getClawback().getAsset();
          case FEE -> event.getFee().getAsset();
          case EVENT_NOT_SET -> throw new AssertionError(event);
        };
    return switch (asset.getAssetTypeCase()) {
      case NATIVE -> "native";
      case ISSUED_ASSET ->
          asset.getIssuedAsset().getAssetCode() + ":" + asset.getIssuedAsset().getIssuer();
      case ASSETTYPE_NOT_SET -> "";
    };
  }

  private static String from(TokenTransferEvent event) {
    return event.hasTransfer()
        ? event.getTransfer().getFrom()
        : event.hasBurn()
            ? event.getBurn().getFrom()
            : event.hasClawback()
                ? event.getClawback().getFrom()
                : event.hasFee() ? event.getFee().getFrom() : "";
  }

  private static String to(TokenTransferEvent event) {
    return event.hasTransfer()
        ? event.getTransfer().getTo()
        : event.hasMint() ? event.getMint().getTo() : "";
  }

  private static BigInteger amount(TokenTransferEvent event) {
    return new BigInteger(
        switch (event.getEventCase()) {
          case TRANSFER -> event.getTransfer().getAmount();
          case MINT -> event.getMint().getAmount();
          case BURN -> event.getBurn().getAmount();
          case CLAWBACK -> event.getClawback().getAmount();
          case FEE -> event.getFee().getAmount();
          case EVENT_NOT_SET -> throw new AssertionError(event);
        });
  }
}
