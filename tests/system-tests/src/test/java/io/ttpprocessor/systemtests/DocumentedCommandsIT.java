package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.systemtests.Script.Ended;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what the documents tell people to type works. Method: the commands are taken out of the
 * documents and run by bash as they stand there, but for ports, ledgers and files; those that
 * cannot be run here stand in documented-commands.txt with the reason. Statements in SQL are run
 * over what the commands have stored.
 */
@Timeout(120)
class DocumentedCommandsIT {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final String PASSPHRASE = "Public Global Stellar Network ; September 2015";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int FIRST_OF_LAKE = 64;
  private static final int LEDGERS_OF_LAKE = 192;

  private static final CommandList LIST = new CommandList();
  private static final DocumentedCommands SHOWN = new DocumentedCommands();
  private static final String SOURCE_PORT = Integer.toString(ChildProcess.freePort());
  private static final String PROCESSOR_PORT = Integer.toString(ChildProcess.freePort());
  private static final String HEALTH_PORT = Integer.toString(ChildProcess.freePort());

  @TempDir static Path folder;
  private static Path lake;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private final Set<String> run = new TreeSet<>();

  @BeforeAll
  static void readTheDocumentsAndMakeALake() throws IOException {
    for (Path document : documents()) {
      SHOWN.read(document);
    }
    lake = Files.createDirectory(folder.resolve("lake"));
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=17",
            "--first-ledger=" + FIRST_OF_LAKE,
            "--ledgers=" + LEDGERS_OF_LAKE,
            "--transactions=5");
    Path jar = ROOT.resolve("tests/sample-lake/target/sample-lake.jar");
    Path log = folder.resolve("lake.log");
    try (ChildProcess maker = ChildProcess.startJar(jar, arguments, Map.of(), log)) {
      assertThat(maker.await(LIMIT)).as(maker.output()).isZero();
    }
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
      return Stream.of(
              Stream.of("README.md", "RUNNING_PIPELINE.md", "SECURITY.md", "CONTRIBUTING.md")
                  .map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted(),
              examples.map(example -> example.resolve("README.md")).sorted(),
              Stream.of(ROOT.resolve("consumer-app/node/README.md")))
          .flatMap(files -> files)
          .toList();
    }
  }

  @Test
  void eachCommandIsListedAndEachThatIsListedIsShown() throws Exception {
    assertThat(LIST.ways().keySet()).containsExactlyInAnyOrderElementsOf(SHOWN.commands());
    for (Map.Entry<String, String> entry : LIST.ways().entrySet()) {
      assertThat(entry.getValue())
          .as(entry.getKey())
          .matches("run|run with openssl|by \\w+: .+|not run: .+");
      if (entry.getValue().startsWith("by ")) {
        String[] way = entry.getValue().substring(3).split(": ", 2);
        assertThat(sourceOf(way[0])).as(entry.getKey()).contains(way[1].replaceAll("\\s", ""));
      }
      for (String word : entry.getKey().split("[ :]")) {
        assertExists(word);
      }
    }
  }

  /** Blanks apart, which are the formatter's. */
  private static String sourceOf(String test) throws IOException {
    Path tests = ROOT.resolve("tests/system-tests/src/test/java/io/ttpprocessor/systemtests");
    return Files.readString(tests.resolve(test + ".java")).replaceAll("\\s", "");
  }

  private static void assertExists(String word) throws Exception {
    if (word.endsWith(".sh")) {
      assertThat(ROOT.resolve(word)).isExecutable();
      Ended checked = Script.run(ROOT, LIMIT, Map.of(), "bash", "-n", word);
      assertThat(checked.code()).as(checked.output()).isZero();
    } else if (word.contains("/target/")) {
      assertThat(ROOT.resolve(word)).exists();
    }
  }

  @Test
  void whatTheDocumentsTellToTypeWorks() throws Exception {
    String export = shown("export NETWORK_PASSPHRASE");
    try (Started source = start("source", export + "; exec env " + shown("LAKE=aws-pubnet"));
        Started processor =
            start("processor", export + "; exec env " + shown("LIVE_SOURCE_ENDPOINT"))) {
      String consumer = ended(shown("TTP_SERVICE_ADDRESS=localhost:50052 POSTGRES_HOST"));
      assertThat(consumer).contains("101 ledgers and ").contains("the last is ledger 200");
      assertThat(ended(shown("consumer-app START"))).contains("nothing to do");
      assertThat(ended(shown("consumer-app print"))).contains("ledger 100, closed");
      assertThat(ended(shown("stellar-live-source-datalake.jar scan")))
          .contains("" + FIRST_OF_LAKE);
      assertThat(ended(shown("java -jar SERVICE.jar healthcheck"))).contains("200 ");
      assertThat(ended(export + "; " + shown("java -jar ttp-processor/target/ttp-processor.jar e")))
          .contains("\"ledger\":" + FIRST_OF_LAKE);
      assertThat(ended(export + "; " + shown("java -jar ttp-processor/target/ttp-processor.jar b")))
          .contains("events/s, 1 thread");
      assertThat(ended(shown("java -cp examples/java"))).contains("110");
      ended(shown("consumer-app verify"));
      aRowThatIsLostIsFoundAndRepaired();
      assertThat(ended(shown("consumer-app gaps"))).contains("no gap in ledgers 100 to 200");
      ended(shown("java -jar consumer-app/target/consumer-app.jar gaps"));
      assertThat(ended(shown("consumer-app fill"))).contains("no gap in ledgers 100 to 200");
      ended(shown("java -jar consumer-app/target/consumer-app.jar fill"));
      assertThat(ended(shown("consumer-app retention"))).contains("nothing to remove");
      ended(shown("java -jar consumer-app/target/consumer-app.jar retention"));
      assertThat(source.process().isAlive() && processor.process().isAlive()).isTrue();
    }
    assertThat(run).isEqualTo(LIST.tried("run"));
    eachStatementAnswers();
  }

  private void aRowThatIsLostIsFoundAndRepaired() throws Exception {
    String verify = shown("java -jar consumer-app/target/consumer-app.jar verify 0 0");
    ended(verify);
    execute("DELETE FROM token_transfers WHERE ledger_sequence = 150");
    Ended found = bash(verify);
    assertThat(found.code()).as(found.output()).isEqualTo(1);
    assertThat(found.output()).contains("150");
    bash(shown("java -jar consumer-app/target/consumer-app.jar verify 0 0 --repair"));
    ended(verify);
  }

  private static void execute(String statement) throws SQLException {
    try (Connection connection = new Database(server.port(), "postgres").connect();
        Statement execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  private static void eachStatementAnswers() throws Exception {
    Database database = new Database(server.port(), "postgres");
    for (String statement : SHOWN.statements()) {
      if (statement.startsWith("SELECT ")) {
        String query = statement.replace("'G…'", "(SELECT min(from_address) FROM token_transfers)");
        assertThat(database.count("SELECT count(*) FROM (" + query + ") AS documented"))
            .as(statement)
            .isPositive();
      } else {
        execute(statement);
      }
    }
    assertThat(SHOWN.statements()).hasSizeGreaterThan(10);
  }

  @Test
  void certificatesAndTokensAsTheyAreDocumentedProtectAStream() throws Exception {
    assumeTrue(
        Script.run(ROOT, LIMIT, Map.of(), "bash", "-c", "command -v openssl").code() == 0,
        "openssl is not installed");
    for (String start : List.of("openssl req -x509", "for name in", "openssl rand", "{ cat")) {
      ended(shown(start));
    }
    String jar = "java -jar " + ROOT + "/ttp-processor/target/ttp-processor.jar";
    String server = shown("BIND_ADDRESS=0.0.0.0 TLS_CERT_FILE").replace("…", jar);
    String client =
        shown("TTP_SERVICE_ADDRESS=processor:50052")
            .replace("…", "java -jar " + ROOT + "/consumer-app/target/consumer-app.jar print 7 7")
            .replace("processor:", "localhost:");
    String export = "export LIVE_SOURCE_ENDPOINT=localhost:" + SOURCE_PORT;
    String lakeSource = substituted("LAKE=aws-pubnet java -jar stellar-live-source-datalake.jar");
    try (Started source = start("secured-source", "exec env " + lakeSource);
        Started processor = start("secured", export + "; exec env " + server)) {
      assertThat(ended(client.replace("7 7", "100 100"))).contains("ledger 100, closed");
      assertThat(source.process().isAlive() && processor.process().isAlive()).isTrue();
    }
    assertThat(run).isEqualTo(LIST.tried("run with openssl"));
  }

  /** The command that is this, or the one that begins so, with what its parts are here. */
  private String shown(String start) {
    List<String> found =
        SHOWN.commands().contains(start)
            ? List.of(start)
            : SHOWN.commands().stream().filter(command -> command.startsWith(start)).toList();
    assertThat(found).as(start).hasSize(1);
    run.add(found.get(0));
    return substituted(found.get(0));
  }

  private static String substituted(String command) {
    String processor = jar("ttp-processor");
    return command
        .replace("LAKE=aws-pubnet", "STORAGE_TYPE=FS BUCKET_NAME=" + lake)
        .replaceFirst("^stellar-live-source-datalake.jar", "java -jar x.jar")
        .replaceFirst("^consumer-app ", "java -jar " + jar("consumer-app") + " ")
        .replaceAll(
            "-jar (x|stellar-live-source-datalake)\\.jar",
            "-jar " + jar("stellar-live-source-datalake"))
        .replace(
            "java -jar SERVICE.jar healthcheck [ready|live]",
            "HEALTH_PORT=" + HEALTH_PORT + " java -jar " + processor + " healthcheck ready")
        .replaceAll("(?<=[ :])((?:[a-z-]+/)+target/)", ROOT + "/$1")
        .replace("localhost:50051", "localhost:" + SOURCE_PORT)
        .replaceAll("localhost([: ])50052", "localhost$1" + PROCESSOR_PORT)
        .replace("processor:50052", "processor:" + PROCESSOR_PORT)
        .replace("START END", "100 200")
        .replace("--keep-ledgers N", "--keep-ledgers 1000")
        .replace("1000 1010", "100 110")
        .replace("--seconds 10", "--seconds 0.2 --warm-up 0.2")
        .replace("FILE…", "$(find " + lake + " -name '*.zst' | sort -r | head -n 1)");
  }

  private static String jar(String service) {
    return ROOT.resolve(service).resolve("target").resolve(service + ".jar").toString();
  }

  /** Runs a command to its good end; what it wrote. */
  private static String ended(String command) throws Exception {
    Ended ended = bash(command);
    assertThat(ended.code()).as("%s: %s", command, ended.output()).isZero();
    return ended.output();
  }

  private static Ended bash(String command) throws Exception {
    return Script.run(folder, LIMIT, variables(""), "bash", "-c", command);
  }

  private static Map<String, String> variables(String name) {
    Map<String, String> variables = new HashMap<>();
    boolean isProcessor = name.equals("processor") || name.equals("secured");
    variables.put("PORT", isProcessor ? PROCESSOR_PORT : name.isEmpty() ? "0" : SOURCE_PORT);
    variables.put("HEALTH_PORT", name.equals("processor") ? HEALTH_PORT : "0");
    variables.put("TTP_SERVICE_ADDRESS", "localhost:" + PROCESSOR_PORT);
    variables.put("NETWORK_PASSPHRASE", PASSPHRASE);
    variables.put("PIPELINES", "token_transfers,contract_events");
    variables.put("POSTGRES_PORT", Integer.toString(server.port()));
    variables.put("POSTGRES_DB", "postgres");
    variables.put("BUCKET_NAME", lake.toString());
    variables.put("JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    variables.put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
    return variables;
  }

  private record Started(Process process) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
      assertThat(process.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue()).isZero();
    }
  }

  /** Starts a service, and waits until it says that it serves. */
  private static Started start(String name, String command) throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile());
    builder.environment().putAll(variables(name));
    Started started =
        new Started(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    await()
        .atMost(LIMIT)
        .conditionEvaluationListener(
            condition -> assertThat(started.process().isAlive()).as(log.toString()).isTrue())
        .until(() -> Files.readString(log).contains("health on "));
    return started;
  }
}
