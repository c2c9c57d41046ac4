package io.ttpprocessor.consumer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.consumer.page.EventHub.Limits;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: all browsers get what is new, and none of them holds up another. Method: real sockets. */
@Timeout(60)
class EventHubTest {
  private static final Limits LIMITS =
      new Limits(3, Duration.ofSeconds(20), Duration.ofSeconds(2), Duration.ofMillis(300));

  private HealthServer server;
  private EventHub hub;

  @BeforeEach
  void start() throws IOException {
    start(LIMITS);
  }

  private void start(Limits limits) throws IOException {
    server =
        HealthServer.start(
            "127.0.0.1", 0, "test", () -> new Health(HealthStatus.HEALTHY, Map.of()));
    hub = new EventHub(limits, () -> "[1,2]");
    server.serve("/events", hub::open);
  }

  @AfterEach
  void stop() {
    hub.close();
    server.close();
  }

  /** A browser, but that a test says what it reads. */
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;
    private final String status;

    Client(String... headers) throws IOException {
      this("localhost", headers);
    }

    private Client(String host, String[] headers) throws IOException {
      socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      String request = "GET /events HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("", headers);
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = reader.readLine();
    }

    /** Reads on to a line; null at the stream's end. */
    String line(Predicate<String> wanted) throws IOException {
      String line = reader.readLine();
      while (line != null && !wanted.test(line)) {
        line = reader.readLine();
      }
      return line;
    }

    String line(String wanted) throws IOException {
      return line(wanted::equals);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void awaitClients(int clients) {
    await().until(() -> hub.clients() == clients);
  }

  @Test
  void twoBrowsersGetWhatIsThereAndWhatIsNew() throws Exception {
    hub.publish("state", "{\"n\":1}");
    try (Client one = new Client();
        Client other = new Client()) {
      for (Client client : new Client[] {one, other}) {
        assertThat(client.status).isEqualTo("HTTP/1.1 200 OK");
        assertThat(client.line(line -> line.startsWith("Content-type")))
            .isEqualToIgnoringCase("Content-Type: text/event-stream; charset=utf-8");
        assertThat(client.line("retry: 500")).isNotNull();
        assertThat(client.line("event: history")).isNotNull();
        assertThat(client.line("data: [1,2]")).isNotNull();
        assertThat(client.line("data: {\"n\":1}")).isNotNull();
      }
      hub.publish("state", "{\"n\":2}");
      assertThat(one.line("data: {\"n\":2}")).isNotNull();
      assertThat(other.line("data: {\"n\":2}")).isNotNull();
      assertThat(one.line(": here")).as("a heartbeat in silence").isNotNull();
    }
  }

  @Test
  void whoLeavesGivesUpItsPlaceAndOneTooManyIsRefused() throws Exception {
    Client first = new Client();
    try (Client second = new Client();
        Client third = new Client()) {
      awaitClients(3);
      try (Client fourth = new Client()) {
        assertThat(fourth.status).contains("503");
        assertThat(fourth.line(line -> line.startsWith("Retry-after"))).contains("5");
      }
      first.close();
      awaitClients(2);
      try (Client again = new Client()) {
        assertThat(again.status).contains("200");
      }
      assertThat(second.status + third.status).doesNotContain("503");
    }
    awaitClients(0);
  }

  @Test
  void whoReadsNothingIsCutOffAndHoldsUpNobody() throws Exception {
    String large = "\"" + "x".repeat(16 << 20) + "\"";
    try (Client slow = new Client();
        Client other = new Client()) {
      awaitClients(2);
      assertThat(slow.status).contains("200");
      hub.publish("large", large);
      hub.publish("mark", "2");
      assertThat(other.line("event: mark")).isNotNull();
      await()
          .until(
              () -> {
                hub.cutOff();
                return hub.clients() == 1;
              });
      hub.publish("state", "3");
      assertThat(other.line("data: 3")).isNotNull();
    }
  }

  @Test
  void aStreamEndsAfterAWhileAndLeavesNothing() throws Exception {
    stop();
    start(new Limits(1, Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofMillis(50)));
    for (int i = 0; i < 5; i++) {
      try (Client client = new Client()) {
        assertThat(client.status).contains("200");
        assertThat(client.line("0")).as("the last chunk").isNotNull();
        awaitClients(0);
      }
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("page-events");
  }

  /** Its name leads here, so a browser takes this server for the page's own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8090", "localhost.evil.example", "127.0.0.1.x"})
  void aPageWhoseNameLeadsHereIsRefused(String host) throws Exception {
    try (Client client = new Client(host, new String[0])) {
      assertThat(client.status).contains("403");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8090", "127.0.0.1:8090", "[::1]:8090"})
  void thisMachinesOwnNamesAreAnswered(String host) throws Exception {
    try (Client client = new Client(host, new String[0])) {
      assertThat(client.status).contains("200");
    }
  }

  @Test
  void anotherSitesPageIsRefused() throws Exception {
    try (Client client = new Client("Sec-Fetch-Site: cross-site\r\n")) {
      assertThat(client.status).contains("403");
    }
    assertThat(hub.clients()).isZero();
  }

  @Test
  void healthIsServedBesideAsManyStreamsAsThereMayBe() throws Exception {
    try (Client one = new Client();
        Client two = new Client();
        Client three = new Client();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      awaitClients(3);
      assertThat(one.status + two.status + three.status).doesNotContain("503");
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(
              new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                  .readLine())
          .isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
