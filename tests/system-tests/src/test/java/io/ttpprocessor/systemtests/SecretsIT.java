package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ttpprocessor.testkit.Certificates;
import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: no secret is in what a service writes or serves, whatever goes wrong (B4 point 7). Method:
 * each secret holds a canary; the services run as processes with LOG_LEVEL=DEBUG into a failure,
 * which must show, and their output, health page and metrics are searched.
 */
@Timeout(120)
class SecretsIT {
  private static final String CANARY = "canary-4711-canary-4711";
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final String CONSUMER = "consumer-app";
  private static final String PROCESSOR = "ttp-processor";
  private static final String RPC = "stellar-live-source";
  private static final String LAKE = "stellar-live-source-datalake";
  private static final String NOWHERE = "127.0.0.1:1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private ChildProcess process;
  private int healthPort;

  @AfterEach
  void endProcess() {
    if (process != null) {
      process.close();
    }
  }

  @Test
  void b4p7APasswordThatTheDatabaseRefuses() throws Exception {
    try (RefusingDatabase database = RefusingDatabase.start()) {
      Map<String, String> variables =
          Map.of("POSTGRES_PORT", "" + database.port(), "POSTGRES_PASSWORD", CANARY);
      start(CONSUMER, variables, "1", "0");
      await().atMost(PATIENCE).until(() -> database.received().contains(CANARY));
      awaitTold("password authentication failed");
    }
  }

  @Test
  void b4p7APasswordFromAFileForADatabaseThatIsAway() throws Exception {
    start(
        CONSUMER,
        Map.of("POSTGRES_PORT", "1", "POSTGRES_PASSWORD_FILE", file("password", CANARY)),
        "1",
        "0");
    awaitTold("refused");
    assertPagesHideIt();
  }

  @Test
  void b4p7AnAuthorizationThatTheServerRefusesAndEchoes() throws Exception {
    withRefusingServer(
        (url, headers) -> {
          String endpoint = "http://" + url + "/" + CANARY + "?k=" + CANARY;
          start(RPC, Map.of("RPC_ENDPOINT", endpoint, "RPC_AUTH_HEADER", "Bearer " + CANARY));
          awaitTold("401");
          assertThat(headers).contains("Bearer " + CANARY);
        });
  }

  @Test
  void b4p7APasswordInALakesUrlThatTheServerRefusesAndEchoes() throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString(("user:" + CANARY).getBytes(StandardCharsets.ISO_8859_1));
    withRefusingServer(
        (url, headers) -> {
          String lake = "http://user:" + CANARY + "@" + url + "/lake";
          start(LAKE, Map.of("STORAGE_TYPE", "HTTP", "BUCKET_NAME", lake, "MAX_RETRIES", "0"));
          awaitTold("401");
          assertThat(headers).contains("Basic " + basic);
          assertThat(process.output()).doesNotContain(basic);
        });
  }

  private interface RefusedRequests {
    void make(String address, Queue<String> headers) throws Exception;
  }

  private static void withRefusingServer(RefusedRequests requests) throws Exception {
    Queue<String> headers = new ConcurrentLinkedQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String told = exchange.getRequestHeaders().getFirst("Authorization");
          headers.add(String.valueOf(told));
          byte[] body =
              ("{\"error\":\"" + told + exchange.getRequestURI() + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      requests.make("127.0.0.1:" + server.getAddress().getPort(), headers);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void b4p7ATokenOnItsWayAndRefused() throws Exception {
    Certificates authority = new Certificates(folder, "authority");
    Map<String, String> server =
        new HashMap<>(authority.identity("TLS", authority.issue("localhost")));
    server.put("AUTH_TOKENS_FILE", file("tokens", "admin another-" + CANARY + "\n" + CANARY));
    int port = ChildProcess.freePort();
    server.put("PORT", "" + port);
    start(PROCESSOR, server);
    ChildProcess processor = process;
    awaitTold("gRPC on");
    assertPagesHideIt();
    Map<String, String> client = new HashMap<>();
    client.put("TTP_SERVICE_ADDRESS", "localhost:" + port);
    client.put("TTP_SERVICE_TLS_CA_FILE", authority.authorityFile().toString());
    client.put("TTP_SERVICE_TOKEN_FILE", file("token", "wrong-" + CANARY));
    try {
      start(CONSUMER, client, "print", "1", "2");
      awaitTold("UNAUTHENTICATED");
      Files.writeString(folder.resolve("token"), CANARY);
      start(CONSUMER, client, "print", "1", "2");
      // The token is taken: what is missing now is the processor's own source.
      await().atMost(PATIENCE).until(() -> processor.output().contains("StreamLedgerEvents"));
      assertThat(processor.output()).doesNotContain(CANARY);
      assertThat(process.output()).doesNotContain(CANARY);
    } finally {
      processor.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ttp-processor, TLS_KEY_FILE, holds no private key",
    "ttp-processor, TLS_CERT_FILE, holds no certificate",
    "ttp-processor, AUTH_TOKENS_FILE, line 1",
    "ttp-processor, SOURCE_TOKEN_FILE, cannot be used",
    "consumer-app, TTP_SERVICE_TLS_KEY_FILE, holds no private key",
    "consumer-app, TTP_SERVICE_TOKEN_FILE, cannot be used",
    "stellar-live-source, TLS_KEY_FILE, holds no private key",
    "stellar-live-source-datalake, AUTH_TOKENS_FILE, line 1"
  })
  void b4p7AFileThatCannotBeUsed(String service, String variable, String told) throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put(variable, file("broken", "several words " + CANARY + "\nof " + CANARY));
    variables.put("BUCKET_NAME", folder.toString());
    variables.put("RPC_ENDPOINT", "http://" + NOWHERE);
    assertRefused(service, variables, variable, told);
  }

  @Test
  void b4p7SettingsThatCannotBeUsed() throws Exception {
    assertRefused(
        CONSUMER,
        Map.of("POSTGRES_PASSWORD", CANARY, "POSTGRES_PASSWORD_FILE", file("password", CANARY)),
        "POSTGRES_PASSWORD",
        "both set");
    assertRefused(
        RPC,
        Map.of("RPC_ENDPOINT", "https://user:" + CANARY + "@a.example,ftp://" + CANARY),
        "RPC_ENDPOINT",
        "user or password");
    assertRefused(
        RPC,
        Map.of("RPC_ENDPOINT", "http://" + NOWHERE, "RPC_AUTH_HEADER", "a b: c\u00e9" + CANARY),
        "RPC_AUTH_HEADER",
        "header");
  }

  private void assertRefused(
      String service, Map<String, String> variables, String variable, String told)
      throws Exception {
    start(service, variables, service.equals(CONSUMER) ? new String[] {"1", "2"} : new String[0]);
    assertThat(process.await(PATIENCE)).as(process.output()).isEqualTo(2);
    assertThat(process.output()).contains(variable).contains(told).doesNotContain(CANARY);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void start(String service, Map<String, String> variables, String... arguments)
      throws IOException {
    healthPort = ChildProcess.freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "0");
    environment.put("HEALTH_PORT", "" + healthPort);
    environment.put("LOG_LEVEL", "DEBUG");
    environment.put("NETWORK_PASSPHRASE", PASSPHRASE);
    environment.put("LIVE_SOURCE_ENDPOINT", NOWHERE);
    environment.putAll(variables);
    Path jar = Path.of(System.getProperty("ttp.root"), service, "target", service + ".jar");
    Path log = Files.createTempFile(folder, service, ".log");
    process = ChildProcess.startJar(jar, List.of(arguments), environment, log);
  }

  /** The failure shows in the log, or else nothing was tried; the secret does not. */
  private void awaitTold(String words) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(process.output()).containsIgnoringCase(words));
    assertThat(process.output()).doesNotContain(CANARY);
  }

  private void assertPagesHideIt() throws Exception {
    for (String path : List.of("/health", "/metrics")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + path)).build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isNotBlank().doesNotContain(CANARY);
    }
  }
}
