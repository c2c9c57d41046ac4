package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.ttpprocessor.encode.ContractEventLines;
import io.ttpprocessor.encode.ContractEventLines.Line;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.GetContractEventsRequest;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service sends the reference's contract events, those that were asked for. */
@Timeout(120)
class ContractEventServiceTest {
  private static final int FIRST = 1_000;

  /** Words of the original's list, which are told in lower case. */
  private static final Set<String> KNOWN =
      Set.of(
          ("transfer mint burn swap sync deposit withdraw new_pair fee approval revoke claim stake"
                  + " unstake reward liquidity price_update")
              .split(" "));

  /** A corpus's ledgers that the reference can tell the events of, renumbered to be a range. */
  private static final class Served implements AutoCloseable {
    private final FakeSource source;
    private final Processor processor;
    private final List<JsonNode> events = new ArrayList<>();
    private final int last;

    private Served(GoldenCorpus corpus) {
      List<Line> lines = ContractEventLines.of(corpus);
      List<String> derived = corpus.expectedLines("derived");
      List<byte[]> all = corpus.ledgers();
      List<byte[]> ledgers = new ArrayList<>();
      byte[] previousHash = new byte[32];
      for (int i = 0; i < lines.size(); i++) {
        // Of a ledger whose token transfers cannot be told, the service tells nothing.
        if (lines.get(i).events() != null && !derived.get(i).contains("\"error\":")) {
          long sequence = FIRST + ledgers.size();
          previousHash = ChainedLedgers.chain(all.get(i), sequence, previousHash);
          ledgers.add(all.get(i));
          lines.get(i).events().stream()
              .map(event -> ((ObjectNode) event).put("ledger", sequence))
              .forEach(events::add);
        }
      }
      last = FIRST + ledgers.size() - 1;
      source = FakeSource.start(FakeSource.serving(FakeSource.messages(FIRST, ledgers)));
      processor = Processor.start(source, Network.of(corpus.networkPassphrase()));
    }

    /** All that is sent, held against what the predicate lets through; how many that is. */
    private int assertSends(
        GetContractEventsRequest.Builder request, Predicate<JsonNode> expected) {
      Client<GetContractEventsRequest, ContractEvent> client = Client.eager();
      processor
          .contractEvents()
          .getContractEvents(request.setStartLedger(FIRST).setEndLedger(last).build(), client);
      client.awaitCompletion();
      List<JsonNode> meant = events.stream().filter(expected).toList();
      ContractEventLines.assertSame(client.messages(), meant);
      for (int i = 0; i < meant.size(); i++) {
        assertThat(client.messages().get(i).getMeta().getLedgerSequence())
            .isEqualTo(meant.get(i).get("ledger").asInt());
      }
      return meant.size();
    }

    @Override
    public void close() {
      processor.close();
      source.close();
    }
  }

  private static GetContractEventsRequest.Builder request() {
    return GetContractEventsRequest.newBuilder();
  }

  @ParameterizedTest
  @EnumSource(
      value = GoldenCorpus.class,
      names = {"PUBNET_RECENT", "PUBNET_53312000", "LOAD_PROTOCOL23"})
  void sendsTheReferencesEventsOfRealLedgers(GoldenCorpus corpus) {
    assumeTrue(
        corpus.hasExpectedLines("contract"), () -> "no contract events of " + corpus.baseName());
    try (Served served = new Served(corpus)) {
      served.assertSends(request(), ContractEventLines::isSentByDefault);
      int all =
          served.assertSends(
              request().setIncludeFailed(true).setIncludeDiagnostics(true), event -> true);
      assertThat(all).isPositive();
    }
  }

  @Test
  void sendsWhatIsAskedForAndNothingElse() {
    try (Served served = new Served(GoldenCorpus.SYNTHETIC_UNIFIED)) {
      int usual = served.assertSends(request(), ContractEventLines::isSentByDefault);
      int withFailed =
          served.assertSends(request().setIncludeFailed(true), ContractEventLines::isOfContract);
      int withDiagnostics =
          served.assertSends(
              request().setIncludeDiagnostics(true),
              event -> event.get("tx_successful").asBoolean());
      int all =
          served.assertSends(
              request().setIncludeFailed(true).setIncludeDiagnostics(true), event -> true);
      assertThat(usual).isPositive().isLessThan(withFailed).isLessThan(withDiagnostics);
      assertThat(all).isGreaterThan(withDiagnostics);
    }
  }

  @Test
  void filtersLetThroughAnyValueOfEachFieldThatIsSet() {
    try (Served served = new Served(GoldenCorpus.SYNTHETIC_UNIFIED)) {
      List<String> contracts =
          served.events.stream()
              .filter(ContractEventLines::isSentByDefault)
              .map(event -> event.path("contract_id").asText())
              .distinct()
              .limit(2)
              .toList();
      assertThat(contracts).hasSize(2);
      Predicate<JsonNode> ofTwo =
          event ->
              ContractEventLines.isSentByDefault(event)
                  && contracts.contains(event.path("contract_id").asText());
      assertThat(served.assertSends(request().addAllContractIds(contracts), ofTwo)).isPositive();
      int both =
          served.assertSends(
              request().addEventTypes("transfer").addEventTypes("fee"),
              event ->
                  ContractEventLines.isSentByDefault(event)
                      && Set.of("transfer", "fee").contains(type(event)));
      int ofContract =
          served.assertSends(
              request().addEventTypes("transfer").addAllContractIds(contracts),
              event -> ofTwo.test(event) && type(event).equals("transfer"));
      assertThat(both).isGreaterThan(ofContract);
      assertThat(ofContract).isPositive();
    }
  }

  /**
   * The original's rule: the first known symbol anywhere in the topics, in lower case; else the
   * first symbol; else "unknown".
   */
  private static String type(JsonNode event) {
    List<String> symbols = new ArrayList<>();
    for (JsonNode topic : event.get("topics_xdr")) {
      ByteBuffer xdr = ByteBuffer.wrap(Base64.getDecoder().decode(topic.asText()));
      if (xdr.getInt() == 15) {
        byte[] symbol = new byte[xdr.getInt()];
        xdr.get(symbol);
        symbols.add(new String(symbol, StandardCharsets.UTF_8));
      }
    }
    return symbols.stream()
        .map(ContractEventServiceTest::withoutCapitals)
        .filter(KNOWN::contains)
        .findFirst()
        .orElse(symbols.isEmpty() ? "unknown" : symbols.get(0));
  }

  /** Transfer is transfer, NewPair is new_pair; TRANSFER and nEw are no known words. */
  private static String withoutCapitals(String symbol) {
    return symbol.matches("[A-Z].*") && !symbol.contains("_")
        ? symbol.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT)
        : symbol;
  }

  @Test
  void refusesWhatIsNoContractNamingEach() {
    try (FakeSource source = FakeSource.start(FakeSource.failing(Status.INTERNAL));
        Processor processor = Processor.start(source, Network.of("any"))) {
      Client<GetContractEventsRequest, ContractEvent> client = Client.eager();
      processor
          .contractEvents()
          .getContractEvents(
              request()
                  .addContractIds("CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA")
                  .addContractIds("GAKFAWJZJRFHYRZ5BKIZFV7UQ7LF7XTIUUCMK5FRKXJMW5K24LYSB7JJ")
                  .addContractIds("x\ny")
                  .build(),
              client);
      Status status = client.awaitEnd();
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription())
          .isEqualTo(
              "contract_ids[1] \"GAKFAWJZJRFHYRZ5BKIZFV7UQ7LF7XTIUUCMK5FRKXJMW5K24LYSB7JJ\" is no"
                  + " contract's address (C…); contract_ids[2] \"x\\u000ay\" is no address");
      assertThat(source.requests()).isEmpty();
    }
  }
}
