package io.ttpprocessor.kit.flowctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.protos.flowctl.ServiceHeartbeat;
import io.ttpprocessor.protos.flowctl.ServiceInfo;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.FakeControlPlane;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Goal: registered whenever that can be, and never in the way. Method: real connections. */
@Timeout(60)
class FlowctlRegistrationTest {
  private static final FlowctlTiming QUICK =
      new FlowctlTiming(
          Duration.ofMillis(20),
          Duration.ofMillis(300),
          Duration.ofMillis(10),
          Duration.ofMillis(40));
  private static final Map<String, Double> FIGURES = Map.of("total_processed", 7.0);

  private final FlowctlStatus status = new FlowctlStatus();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(FlowctlRegistration.class);

  @BeforeEach
  void readTheLog() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stopReading() {
    log.detachAppender(lines);
  }

  private FlowctlRegistration start(String address) {
    return start(address, () -> FIGURES);
  }

  private FlowctlRegistration start(String address, Supplier<Map<String, Double>> figures) {
    FlowctlSettings settings =
        FlowctlSettings.read(
            Settings.of(
                Map.of(
                    "ENABLE_FLOWCTL",
                    "true",
                    "FLOWCTL_ENDPOINT",
                    address,
                    "FLOWCTL_COMPONENT_ID",
                    "stellar-source",
                    "STELLAR_NETWORK",
                    "pubnet")));
    ServiceInfo service = ServiceDescription.ofSource(Map.of()).request(settings, 8088);
    return FlowctlRegistration.start(settings, QUICK, service, figures, status);
  }

  private List<Level> levels() {
    // The appender's own list is written to while it is read.
    return List.copyOf(lines.list).stream()
        .map(ILoggingEvent::getLevel)
        .filter(level -> level.isGreaterOrEqual(Level.INFO))
        .collect(Collectors.toList());
  }

  private static void awaitHeartbeats(FakeControlPlane plane, int count) {
    await().until(() -> plane.heartbeats().size() >= count);
  }

  @Test
  void registersOnceAndSendsHeartbeatsWithItsFigures() throws Exception {
    Instant before = Instant.now();
    try (FakeControlPlane plane = FakeControlPlane.start();
        FlowctlRegistration registration = start(plane.address())) {
      assertThat(registration).isNotNull();
      awaitHeartbeats(plane, 3);
      assertThat(plane.registrations()).hasSize(1);
      assertThat(plane.registrations().get(0).getMetadataMap())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("network", "pubnet", "ledger_type", "stellar"));
      ServiceHeartbeat heartbeat = plane.heartbeats().get(0);
      assertThat(heartbeat.getServiceId()).isEqualTo("SERVICE_TYPE_SOURCE-1");
      assertThat(heartbeat.getMetricsMap()).isEqualTo(FIGURES);
      assertThat(Instant.ofEpochSecond(heartbeat.getTimestamp().getSeconds()))
          .isBetween(before.minusSeconds(1), Instant.now());
      await().until(status::isRegistered);
      assertThat(levels()).containsExactly(Level.INFO);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"NOT_FOUND", "UNKNOWN", "FAILED_PRECONDITION"})
  void registersAgainUnderItsIdWhenTheControlPlaneForgetsIt(Status.Code answer) throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FlowctlRegistration registration = start(plane.address())) {
      assertThat(registration).isNotNull();
      awaitHeartbeats(plane, 1);
      plane.forget(answer);
      await().until(() -> plane.registrations().size() == 2);
      awaitHeartbeats(plane, plane.heartbeats().size() + 2);
      assertThat(plane.registrations()).hasSize(2);
      assertThat(plane.registrations().get(1).getServiceId()).isEqualTo("SERVICE_TYPE_SOURCE-1");
      assertThat(levels()).containsExactly(Level.INFO, Level.WARN, Level.INFO);
    }
  }

  @Test
  void registersAgainAfterARestartAndLogsTheOutageOnce() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FlowctlRegistration registration = start(plane.address())) {
      assertThat(registration).isNotNull();
      awaitHeartbeats(plane, 1);
      plane.stop();
      await().until(() -> !status.isRegistered());
      Map<String, Object> figures = new LinkedHashMap<>();
      status.addTo(figures);
      assertThat(figures).containsEntry("flowctl_registered", false);
      assertThat(figures.get("flowctl_problem").toString()).startsWith("UNAVAILABLE");
      int heartbeats = plane.heartbeats().size();
      plane.restart();
      awaitHeartbeats(plane, heartbeats + 2);
      assertThat(plane.registrations()).hasSize(2);
      await().until(status::isRegistered);
      assertThat(levels()).containsExactly(Level.INFO, Level.WARN, Level.INFO);
    }
  }

  @Test
  void waitsForAControlPlaneThatIsNotThereYetAndSaysSoOnce() throws Exception {
    int port = ChildProcess.freePort();
    try (FlowctlRegistration registration = start("127.0.0.1:" + port)) {
      assertThat(registration).isNotNull();
      await().until(() -> levels().contains(Level.WARN));
      try (FakeControlPlane plane = FakeControlPlane.at(port)) {
        awaitHeartbeats(plane, 1);
        await().until(status::isRegistered);
      }
      assertThat(levels().subList(0, 2)).containsExactly(Level.WARN, Level.INFO);
    }
  }

  @Test
  void aControlPlaneThatTakesNoHeartbeatsIsOneTroubleHoweverOftenItRegisters() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FlowctlRegistration registration =
            start(
                plane.address(),
                () -> {
                  plane.forget(Status.Code.UNIMPLEMENTED);
                  return FIGURES;
                })) {
      assertThat(registration).isNotNull();
      await().until(() -> plane.registrations().size() > 5);
      assertThat(levels()).containsExactly(Level.WARN);
      assertThat(status.isRegistered()).isFalse();
    }
  }

  @Test
  void oneThatHangsIsGivenUpAndClosingDoesNotWaitForIt() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start()) {
      plane.hang(true);
      FlowctlRegistration registration = start(plane.address());
      await().until(() -> plane.registrations().size() > 1);
      long begin = System.nanoTime();
      registration.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(250));
      assertThat(lines.list.toString()).contains("DEADLINE_EXCEEDED");
      assertThat(levels()).containsExactly(Level.WARN);
      plane.hang(false);
    }
  }

  @Test
  void oneThatSpeaksGarbageIsATroubleLikeAnyOther() throws Exception {
    byte[] garbage =
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc".getBytes(StandardCharsets.UTF_8);
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answerAll(listener, garbage), "garbage").start();
      try (FlowctlRegistration registration = start("127.0.0.1:" + listener.getLocalPort())) {
        assertThat(registration).isNotNull();
        await().until(() -> levels().contains(Level.WARN));
        assertThat(status.isRegistered()).isFalse();
      }
    }
    assertThat(levels()).containsExactly(Level.WARN);
  }

  private static void answerAll(ServerSocket listener, byte[] garbage) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept();
          OutputStream out = socket.getOutputStream()) {
        out.write(garbage);
      } catch (IOException e) {
        // The client or the test has gone.
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void figuresThatCannotBeToldDoNotKeepTheHeartbeatBack() throws Exception {
    try (FakeControlPlane plane = FakeControlPlane.start();
        FlowctlRegistration registration =
            start(
                plane.address(),
                () -> {
                  throw new IllegalStateException("no figures");
                })) {
      assertThat(registration).isNotNull();
      awaitHeartbeats(plane, 1);
      assertThat(plane.heartbeats().get(0).getMetricsMap()).isEmpty();
    }
  }

  @Test
  void waitsGrowToTheLongestAndDiffer() {
    FlowctlTiming timing = FlowctlTiming.with(Duration.ofSeconds(10));
    assertThat(timing.waitAfter(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(timing.waitAfter(4)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(timing.waitAfter(1_000)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(timing.waitAfter(9)).isNotEqualTo(timing.waitAfter(9));
  }
}
