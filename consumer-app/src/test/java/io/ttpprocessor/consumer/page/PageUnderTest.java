package io.ttpprocessor.consumer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import io.ttpprocessor.testkit.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A page over a real PostgreSQL with hand-made rows, behind a proxy; no processor is there. */
final class PageUnderTest implements AutoCloseable {
  static final String ALICE = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";

  /** Alice's customer 2^63. */
  static final String CUSTOMER =
      "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK";

  static final String TOKEN = "CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE";
  static final String HASH = "ab".repeat(32);
  private static final ObjectMapper JSON = new ObjectMapper();

  final FaultProxy proxy;
  private final EmbeddedDatabase server = EmbeddedDatabase.start();
  private final TestDatabase rows = TestDatabase.in(server);
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final HealthServer http;
  private final Page page;
  private final ManagedChannel channel;
  private final HttpClient client = HttpClient.newHttpClient();

  PageUnderTest() throws Exception {
    proxy = FaultProxy.before("localhost", server.port());
    Databases.migrate(
        openDirectly(),
        List.of(new TokenTransferTable(), new ContractEventTable(List.of(), List.of(), false)));
    fill();
    HealthReport report = this::health;
    http = HealthServer.start("127.0.0.1", 0, "test", report);
    channel = GrpcChannels.to(new Endpoint("localhost", ChildProcess.freePort()));
    Map<String, HealthReport> pipelines = new LinkedHashMap<>();
    pipelines.put("token_transfers", report);
    pipelines.put("contract_events", report);
    page = Page.start(new Page.Inputs(report, pipelines, open(proxy.port()), channel), http);
  }

  /** What /health has from now on. */
  void tell(Map<String, Object> more) {
    synchronized (figures) {
      figures.clear();
      figures.putAll(more);
    }
  }

  private Health health() {
    synchronized (figures) {
      return new Health(
          figures.containsKey("reason") ? HealthStatus.DEGRADED : HealthStatus.HEALTHY, figures);
    }
  }

  /** The database without the proxy. */
  PGSimpleDataSource openDirectly() {
    return open(server.port());
  }

  private PGSimpleDataSource open(int port) {
    return Databases.open(
        new DatabaseSettings(
            "localhost",
            port,
            rows.name(),
            EmbeddedDatabase.USER,
            new Secret(EmbeddedDatabase.USER),
            "disable",
            Optional.empty()));
  }

  /** 200 payments of Alice's, two a ledger; ledger 100 has one to herself and one to a customer. */
  private void fill() throws SQLException {
    rows.execute(
        "SELECT ttp_ensure_partitions(name, 100, 399, 256000)"
            + " FROM unnest(ARRAY['token_transfers', 'contract_events']) AS name");
    String columns =
        "INSERT INTO token_transfers (ledger_sequence, ordinal, closed_at, tx_hash,"
            + " transaction_index, event_type, contract_address, asset, from_address, to_address,"
            + " amount, to_muxed_type, to_muxed_value)";
    String time = "'2026-01-01T00:00:00Z'::timestamptz + ";
    rows.execute(
        columns
            + " SELECT 300 + i / 2, i % 2, "
            + time
            + "i * interval '1 s', md5(i::text), 1, 'transfer', 'CX', 'native', '"
            + ALICE
            + "', 'GB', 7, NULL, NULL FROM generate_series(0, 199) AS i");
    String ledger100 = time + "'0 s'::interval, '" + HASH + "', 1, 'transfer', '" + TOKEN + "', ";
    rows.execute(
        String.format(
            "%s VALUES (100, 0, %s NULL, '%s', '%s', 170141183460469231731687303715884105727,"
                + " NULL, NULL), (100, 1, %s 'USD:%s', 'GB', '%s', -5, 'id',"
                + " '9223372036854775808')",
            columns, ledger100, ALICE, ALICE, ledger100, ALICE, ALICE));
    rows.execute(
        "INSERT INTO contract_events (ledger_sequence, ledger_closed_at, tx_hash, tx_index,"
            + " contract_id, event_type, event_index, topics, event_data, ordinal) VALUES (100, "
            + time
            + "'0 s'::interval, '"
            + HASH
            + "', 1, '"
            + TOKEN
            + "', 'mint', 0, '[\"mint\"]', '1', 3)");
    for (String table : List.of("token_transfers", "contract_events")) {
      rows.execute(
          "INSERT INTO pipeline_cursor (table_name, pipeline, network, first_ledger,"
              + " ledger_sequence, ledger_hash, rules_version) VALUES ('"
              + table
              + "', 'p', 'ab', 100, 399, 'cd', 1)");
    }
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }

  JsonNode search(String table, String query, String more) throws Exception {
    HttpResponse<String> response =
        get("/api/" + table + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return JSON.readTree(response.body());
  }

  /** The first event of this name whose data is as wanted, on a stream of its own. */
  JsonNode event(String name, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        client.send(HttpRequest.newBuilder(uri("/events")).build(), BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      String[] event = {""};
      return lines
          .peek(line -> event[0] = line.startsWith("event: ") ? line.substring(7) : event[0])
          .filter(line -> line.startsWith("data: ") && event[0].equals(name))
          .map(line -> read(line.substring(6)))
          .filter(wanted)
          .findFirst()
          .orElseThrow();
    }
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(json, e);
    }
  }

  @Override
  public void close() {
    page.close();
    http.close();
    channel.shutdownNow();
    proxy.close();
    server.close();
  }
}
