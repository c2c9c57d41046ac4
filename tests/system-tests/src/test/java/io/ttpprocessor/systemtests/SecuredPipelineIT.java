package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.Certificates;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: from a lake to PostgreSQL over mutual TLS with tokens on every link, and nothing for who
 * has neither. Method: the services as processes, certificates of an authority made here.
 */
@Timeout(180)
class SecuredPipelineIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final String HOST = "localhost";
  private static final long FIRST = 64;
  private static final long LAST = 163;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static Path lake;

  @BeforeAll
  static void makeTheLake() throws Exception {
    lake = Files.createDirectory(folder.resolve("lake"));
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=17",
            "--first-ledger=" + FIRST,
            "--ledgers=" + (LAST - FIRST + 1),
            "--transactions=3");
    Path log = folder.resolve("lake.log");
    try (ChildProcess maker =
        ChildProcess.startJar(jar("tests/sample-lake", "sample-lake"), arguments, Map.of(), log)) {
      assertThat(maker.await(PATIENCE)).as(maker.output()).isZero();
    }
  }

  private static Path jar(String module, String name) {
    return Path.of(System.getProperty("ttp.root"), module, "target", name + ".jar");
  }

  /** Each service reads what it knows. */
  private static Map<String, String> secured() throws Exception {
    Certificates authority = new Certificates(folder, "pipeline");
    String trusted = authority.authorityFile().toString();
    Map<String, String> variables = new HashMap<>();
    variables.putAll(authority.identity("TLS", authority.issue(HOST)));
    variables.put("TLS_CLIENT_CA_FILE", trusted);
    variables.put("AUTH_TOKENS_FILE", file("tokens", "the-token-of-the-test-1\n"));
    for (String link : List.of("SOURCE", "TTP_SERVICE")) {
      variables.putAll(authority.identity(link + "_TLS", authority.issue(link)));
      variables.put(link + "_TLS_CA_FILE", trusted);
      variables.put(link + "_TOKEN_FILE", file("token", "the-token-of-the-test-1\n"));
    }
    return variables;
  }

  private static String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void b4p2And3EveryLinkIsMutualTlsWithTokens() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
      Database database = Database.create(server.port(), "secured");
      Pipeline.Plan plan = new Pipeline.Plan(lake, PASSPHRASE, database, FIRST, LAST, logs);
      Map<String, String> variables = secured();
      try (Pipeline pipeline = new Pipeline(plan, variables)) {
        pipeline.startAll();
        ChildProcess consumer = pipeline.process(Service.CONSUMER);
        assertThat(consumer.await(PATIENCE)).as(consumer.output()).isZero();
        assertThat(database.count("SELECT count(*) FROM ledger_digests"))
            .isEqualTo(LAST - FIRST + 1);
        assertThat(database.count("SELECT count(*) FROM token_transfers"))
            .isEqualTo(database.count("SELECT sum(event_count) FROM ledger_digests"))
            .isGreaterThan(LAST - FIRST);
        assertNothingForStrangers(pipeline.processorAddress(), variables);
      }
    }
  }

  private static void assertNothingForStrangers(String address, Map<String, String> variables)
      throws Exception {
    Map<String, String> noToken = new HashMap<>(variables);
    noToken.remove("TTP_SERVICE_TOKEN_FILE");
    assertRefused(address, noToken, "UNAUTHENTICATED: a valid bearer token is needed");
    Map<String, String> otherToken = new HashMap<>(variables);
    otherToken.put("TTP_SERVICE_TOKEN_FILE", file("other", "the-token-of-someone-else"));
    assertRefused(address, otherToken, "UNAUTHENTICATED: a valid bearer token is needed");
    Map<String, String> noCertificate = new HashMap<>(variables);
    noCertificate.keySet().removeIf(name -> name.matches("TTP_SERVICE_TLS_(CERT|KEY)_FILE"));
    assertRefused(address, noCertificate, "TLS with " + address + " failed");
    assertRefused(address, Map.of(), "it may be a server that speaks TLS");
  }

  /** A reader is told why; one that may hope for better days goes on trying. */
  private static void assertRefused(String address, Map<String, String> variables, String why)
      throws Exception {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TTP_SERVICE_ADDRESS", address);
    Path log = Files.createTempFile(folder, "reader", ".log");
    List<String> arguments = List.of("print", Long.toString(FIRST), Long.toString(LAST));
    try (ChildProcess reader =
        ChildProcess.startJar(jar("consumer-app", "consumer-app"), arguments, environment, log)) {
      await().atMost(PATIENCE).until(() -> reader.output().contains(why) || !reader.isAlive());
      assertThat(reader.output()).contains(why).doesNotContain("transfer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stellar-live-source",
        "stellar-live-source-datalake",
        "ttp-processor",
        "consumer-app"
      })
  void b4p5NoServiceListensToOthersInPlaintext(String service) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("NETWORK_PASSPHRASE", PASSPHRASE);
    environment.put("BUCKET_NAME", lake.toString());
    environment.put("RPC_ENDPOINT", "http://127.0.0.1:1");
    environment.put("BIND_ADDRESS", "0.0.0.0");
    environment.put("HEALTH_BIND_ADDRESS", "0.0.0.0");
    Path log = Files.createTempFile(folder, service, ".log");
    List<String> arguments = service.equals("consumer-app") ? List.of("1", "2") : List.of();
    try (ChildProcess process =
        ChildProcess.startJar(jar(service, service), arguments, environment, log)) {
      assertThat(process.await(PATIENCE)).as(process.output()).isEqualTo(2);
      assertThat(process.output())
          .contains("BIND_ADDRESS would", "HEALTH_BIND_ADDRESS would", "ALLOW_PLAINTEXT=true");
    }
  }
}
