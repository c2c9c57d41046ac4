package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command against a real health page. */
@Timeout(30)
class HealthCheckTest {
  private static final int NOT_ASKED = 1;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void onlyItsOwnNameAsksForIt() {
    assertThat(HealthCheck.isAsked(new String[] {"healthcheck"})).isTrue();
    assertThat(HealthCheck.isAsked(new String[] {"healthcheck", "live"})).isTrue();
    assertThat(HealthCheck.isAsked(new String[] {})).isFalse();
    assertThat(HealthCheck.isAsked(new String[] {"doctor", "healthcheck"})).isFalse();
  }

  @Test
  void aHealthyServiceIsReadyAndTheLineSaysHowItIs() throws IOException {
    try (HealthServer server = serve(HealthStatus.HEALTHY)) {
      assertThat(check(server, "healthcheck")).isZero();
      assertThat(line()).startsWith("200 {\"status\":\"healthy\"").contains("\"last_ledger\":7");
    }
  }

  @Test
  void anUnhealthyServiceIsNotReadyThoughItLives() throws IOException {
    try (HealthServer server = serve(HealthStatus.UNHEALTHY)) {
      assertThat(check(server, "healthcheck", "ready")).isEqualTo(1);
      assertThat(line()).startsWith("503 {\"status\":\"unhealthy\"");
      assertThat(check(server, "healthcheck", "live")).isZero();
    }
  }

  @Test
  void theAddressThatTheServiceIsBoundToIsAsked() throws IOException {
    try (HealthServer server = serve(HealthStatus.HEALTHY)) {
      String port = Integer.toString(server.port());
      Map<String, String> open =
          Map.of("HEALTH_PORT", port, "BIND_ADDRESS", "0.0.0.0", "ALLOW_PLAINTEXT", "true");
      assertThat(run(open, NOT_ASKED)).isZero();
      assertThat(run(Map.of("HEALTH_PORT", port, "BIND_ADDRESS", "10.0.0.1"), NOT_ASKED))
          .as("gRPC's address alone")
          .isZero();
      assertThat(run(Map.of("HEALTH_PORT", port, "HEALTH_BIND_ADDRESS", "::1"), NOT_ASKED))
          .isEqualTo(1);
      assertThat(line()).contains("http://[::1]:" + port);
      assertThat(run(Map.of(), server.port())).isZero();
    }
  }

  @Test
  void whoDoesNotAnswerIsNamed() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(run(Map.of(), port)).isEqualTo(1);
    assertThat(line()).contains("http://127.0.0.1:" + port + "/health/ready does not answer");
  }

  @Test
  void wrongUseIsToldApart() {
    assertThat(run(Map.of(), NOT_ASKED, "healthcheck", "well")).isEqualTo(2);
    assertThat(line()).isEqualTo("usage: healthcheck [ready|live]");
    assertThat(run(Map.of("HEALTH_PORT", "0"), NOT_ASKED)).isEqualTo(2);
    assertThat(line()).contains("HEALTH_PORT is 0");
  }

  private static HealthServer serve(HealthStatus status) throws IOException {
    return HealthServer.start(
        "127.0.0.1", 0, "test", () -> new Health(status, Map.of("last_ledger", 7)));
  }

  private int check(HealthServer server, String... arguments) {
    return run(Map.of("HEALTH_PORT", Integer.toString(server.port())), NOT_ASKED, arguments);
  }

  private int run(Map<String, String> environment, int healthPort, String... arguments) {
    output.reset();
    List<String> words = arguments.length == 0 ? List.of("healthcheck") : List.of(arguments);
    return HealthCheck.run(
        words, environment, healthPort, new PrintStream(output, true, StandardCharsets.UTF_8));
  }

  private String line() {
    String text = output.toString(StandardCharsets.UTF_8).strip();
    assertThat(text).doesNotContain("\n");
    return text;
  }
}
