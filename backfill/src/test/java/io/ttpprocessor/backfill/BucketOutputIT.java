package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.datalake.store.S3Server;
import io.ttpprocessor.datalake.store.WebServer;
import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: in a bucket there are the same files as in a folder, and a job over more ledgers goes on
 * with them. Method: the jar runs as a process, twice, against a server whose bucket is a folder.
 */
@Timeout(300)
class BucketOutputIT {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");
  private static final String BUCKET = "history-bucket";
  private static final int LEDGERS = 200;

  @TempDir private static Path folder;
  private static GoldenLake lake;
  private static Map<String, String> expected;

  private Path served;

  @BeforeAll
  static void runTheJobIntoAFolder() {
    lake = GoldenLake.write(folder.resolve("lake"), LEDGERS);
    Path whole = folder.resolve("whole");
    for (long last : lasts()) {
      Object[] arguments = arguments(last, "--output", whole).toArray();
      assertThat(Backfill.run(GoldenLake.environment(), arguments).code()).isZero();
    }
    expected = Backfill.contents(whole);
  }

  /** A job, and then one over more ledgers. */
  private static List<Long> lasts() {
    return List.of(lake.last() - LEDGERS / 2, lake.last());
  }

  @BeforeEach
  void makeTheBucket(TestInfo test) throws IOException {
    served = folder.resolve(test.getTestMethod().orElseThrow().getName());
    Files.createDirectories(served.resolve(BUCKET));
  }

  @Test
  void ofS3() throws Exception {
    Map<String, String> credentials =
        Map.of("AWS_ACCESS_KEY_ID", S3Server.KEY_ID, "AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
    try (S3Server server = S3Server.signed(served)) {
      assertSameAsInFolder("s3://" + BUCKET + "/of/pubnet", server.endpoint(), credentials);
    }
  }

  @Test
  void ofGcs() throws Exception {
    try (WebServer server = WebServer.gcs(served)) {
      assertSameAsInFolder("gs://" + BUCKET + "/of/pubnet", server.endpoint(), Map.of());
    }
  }

  private void assertSameAsInFolder(String url, URI server, Map<String, String> credentials) {
    for (long last : lasts()) {
      run(arguments(last, "--output", url, "--output-endpoint", server), credentials);
    }
    Path inBucket = served.resolve(BUCKET).resolve("of/pubnet");
    assertThat(Backfill.contents(inBucket)).hasSizeGreaterThan(10).isEqualTo(expected);
  }

  private void run(List<String> arguments, Map<String, String> credentials) {
    Map<String, String> environment = new HashMap<>(GoldenLake.environment());
    environment.putAll(credentials);
    Path log = served.resolve("process.log");
    try (ChildProcess process = ChildProcess.startJar(JAR, arguments, environment, log)) {
      assertThat(process.await(Duration.ofMinutes(2))).as(process.output()).isZero();
    }
  }

  private static List<String> arguments(long last, Object... output) {
    List<String> arguments =
        Backfill.arguments(
            GoldenLake.FIRST,
            last,
            "--lake",
            folder.resolve("lake"),
            "--tables",
            "token_transfers,contract_events",
            "--parallelism",
            2,
            "--range-ledgers",
            48);
    arguments.addAll(Backfill.arguments(output));
    return arguments;
  }
}
