package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The health page over a real socket. */
@Timeout(30)
class HealthServerTest {
  private static final String LOOPBACK = "127.0.0.1";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void theStatusServiceAndMetricsAreShownInOrder() throws Exception {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("last_ledger", 63_092_988L);
    metrics.put("errors", Map.of("CORRUPT", 1));
    try (HealthServer server = start(() -> new Health(HealthStatus.HEALTHY, metrics))) {
      HttpResponse<String> response = send(server, "GET", "/health");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(response.body())
          .isEqualTo(
              "{\"status\":\"healthy\",\"service\":\"test\","
                  + "\"metrics\":{\"last_ledger\":63092988,\"errors\":{\"CORRUPT\":1}}}");
    }
  }

  @Test
  void unhealthyAnswers503AndDegraded200() throws Exception {
    try (HealthServer server = start(() -> new Health(HealthStatus.UNHEALTHY, Map.of()))) {
      assertThat(send(server, "GET", "/health").statusCode()).isEqualTo(503);
    }
    try (HealthServer server = start(() -> new Health(HealthStatus.DEGRADED, Map.of()))) {
      HttpResponse<String> response = send(server, "GET", "/health");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(new ObjectMapper().readTree(response.body()).get("status").asText())
          .isEqualTo("degraded");
    }
  }

  @Test
  void aReportThatFailsIsUnhealthy() throws Exception {
    try (HealthServer server =
        start(
            () -> {
              throw new IllegalStateException("a defect");
            })) {
      HttpResponse<String> response = send(server, "GET", "/health");
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("unhealthy").doesNotContain("a defect");
    }
  }

  @Test
  void otherPathsAnswer404AndOtherMethods405() throws Exception {
    try (HealthServer server = start(() -> new Health(HealthStatus.HEALTHY, Map.of()))) {
      assertThat(send(server, "GET", "/healthy").statusCode()).isEqualTo(404);
      assertThat(send(server, "GET", "/").statusCode()).isEqualTo(404);
      HttpResponse<String> refused = send(server, "POST", "/health");
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
  }

  @Test
  void aServiceServesFurtherPathsAndWhatBeginsWithThem() throws Exception {
    try (HealthServer server = start(() -> new Health(HealthStatus.HEALTHY, Map.of()))) {
      for (String path : List.of("/", "/exact", "/folder/", "/folder/inner/")) {
        server.serve(
            path,
            exchange -> {
              try (exchange) {
                exchange.sendResponseHeaders(200, path.length());
                exchange.getResponseBody().write(path.getBytes(StandardCharsets.UTF_8));
              }
            });
      }
      assertThat(send(server, "GET", "/").body()).isEqualTo("/");
      assertThat(send(server, "GET", "/exact/").body()).isEqualTo("/exact");
      assertThat(send(server, "GET", "/folder/any").body()).isEqualTo("/folder/");
      assertThat(send(server, "GET", "/folder/inner/any").body()).isEqualTo("/folder/inner/");
      assertThat(send(server, "POST", "/exact").statusCode()).isEqualTo(405);
      HttpResponse<String> absent = send(server, "GET", "/exact/any");
      assertThat(absent.statusCode()).isEqualTo(404);
      assertThat(absent.body()).contains("/, /exact, /folder/, /folder/inner/, /health, ");
    }
  }

  @Test
  void aHeadIsAnsweredAsAGetWithoutABodyAndASlashAtTheEndMeansNothing() throws Exception {
    try (HealthServer server = start(() -> new Health(HealthStatus.UNHEALTHY, Map.of()))) {
      HttpResponse<String> head = send(server, "HEAD", "/health/");
      assertThat(head.statusCode()).isEqualTo(503);
      assertThat(head.body()).isEmpty();
      String body = send(server, "GET", "/health/").body();
      assertThat(body).contains("unhealthy");
      assertThat(head.headers().firstValue("Content-Length"))
          .hasValue(Integer.toString(body.length()));
    }
  }

  @Test
  void likePartsOfAServiceHaveALabel() throws Exception {
    Meters meters = new Meters(() -> new Health(HealthStatus.HEALTHY, Map.of()));
    for (String name : List.of("one", "two")) {
      meters
          .part(() -> new Health(HealthStatus.HEALTHY, Map.of("rows", name.length())), "part", name)
          .counter("ttp.rows", "Rows", "rows")
          .durations("ttp.write", "Writes")
          .accept(2_000_000);
    }
    assertThat(meters.scrape().lines())
        .contains(
            "ttp_rows_total{part=\"one\"} 3.0",
            "ttp_rows_total{part=\"two\"} 3.0",
            "ttp_write_seconds_count{part=\"two\"} 1");
    meters.close();
  }

  @Test
  void aProcessThatDoesNotItsWorkIsAliveAllTheSame() throws Exception {
    try (HealthServer server = start(() -> new Health(HealthStatus.UNHEALTHY, Map.of()))) {
      assertThat(send(server, "GET", "/health/ready").statusCode()).isEqualTo(503);
      HttpResponse<String> live = send(server, "GET", "/health/live");
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(live.body()).contains("\"status\":\"live\"");
      assertThat(send(server, "GET", "/metrics").body()).contains("\nttp_healthy 0.0\n");
    }
  }

  @Test
  void prometheusIsToldTheFiguresOfTheHealthPage() throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("lag", 3);
    figures.put("sent", 12L);
    figures.put("reachable", true);
    figures.put("retries", Map.of("SLOW", 2L));
    HealthReport report = () -> new Health(HealthStatus.HEALTHY, figures);
    Meters meters =
        new Meters(report)
            .gauge("ttp.test.lag", "How far behind", "lag")
            .gauge("ttp.test.absent", "On no page", "nothing")
            .gauge("ttp.test.reachable", "A flag", "reachable")
            .counter("ttp.test.bytes.sent", "What was sent", "sent")
            .counters("ttp.test.retries", "Tries", "retries", "kind", List.of("SLOW", "LOST"));
    meters.durations("ttp.test.duration", "How long").accept(3_000_000_000L);
    try (HealthServer server = HealthServer.start(LOOPBACK, 0, "test", report, meters)) {
      HttpResponse<String> response = send(server, "GET", "/metrics");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.body().lines())
          .contains(
              "# TYPE ttp_test_lag gauge",
              "ttp_test_lag 3.0",
              "ttp_test_absent NaN",
              "ttp_test_reachable 1.0",
              "# TYPE ttp_test_bytes_sent_total counter",
              "ttp_test_bytes_sent_total 12.0",
              "ttp_test_retries_total{kind=\"SLOW\"} 2.0",
              "ttp_test_retries_total{kind=\"LOST\"} 0.0",
              "# TYPE ttp_test_duration_seconds histogram",
              "ttp_test_duration_seconds_count 1",
              "ttp_test_duration_seconds_sum 3.0",
              "ttp_healthy 1.0")
          .allMatch(line -> line.matches("# (HELP|TYPE) .*|[a-z0-9_]+(\\{.*\\})? [-+0-9.NaInfE]+"));
      assertThat(response.body()).contains("jvm_memory_used_bytes{", "process_uptime_seconds ");
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    HealthReport report = () -> new Health(HealthStatus.HEALTHY, Map.of());
    try (HealthServer server = start(report)) {
      assertThatThrownBy(() -> HealthServer.start(LOOPBACK, server.port(), "second", report))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot serve health on 127.0.0.1:" + server.port());
    }
  }

  private static HealthServer start(HealthReport report) throws IOException {
    return HealthServer.start(LOOPBACK, 0, "test", report);
  }

  private HttpResponse<String> send(HealthServer server, String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
