package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
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
      assertThat(refused.headers().firstValue("Allow")).hasValue("GET");
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
