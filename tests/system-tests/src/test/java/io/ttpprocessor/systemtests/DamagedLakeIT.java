package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.systemtests.Pipeline.Service;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: whatever is wrong with the lake, the operator at the far end of the pipeline reads which
 * ledger and which object, and the table holds all ledgers before it and none after. Method: a lake
 * of 64 ledgers, one object of it damaged, and the three processes over it.
 */
@Timeout(180)
class DamagedLakeIT {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";
  private static final String SOURCE_ENDPOINT = "LIVE_SOURCE_ENDPOINT";
  private static final long FIRST = 64;
  private static final long LAST = 127;
  private static final long DAMAGED = 96;
  private static final String DAMAGED_NAME = "--96-103.xdr.zst";
  private static final String NEXT_NAME = "--104-111.xdr.zst";

  /** What happens to the object of ledgers 96 to 103. */
  enum Damage {
    CUT {
      @Override
      void inflict(Path object) throws IOException {
        byte[] bytes = Files.readAllBytes(object);
        Files.write(object, Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    FLIPPED_BIT {
      @Override
      void inflict(Path object) throws IOException {
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.write(object, bytes);
      }
    },
    MISSING {
      @Override
      void inflict(Path object) throws IOException {
        Files.delete(object);
      }
    },
    SWAPPED {
      @Override
      void inflict(Path object) throws IOException {
        Files.copy(
            find(object.getParent(), NEXT_NAME), object, StandardCopyOption.REPLACE_EXISTING);
      }
    };

    abstract void inflict(Path object) throws IOException;
  }

  @TempDir static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();

  @ParameterizedTest
  @EnumSource
  void theOperatorReadsLedgerAndObject(Damage damage) throws Exception {
    assertThatTheOperatorReads(damage, "served", lake -> Map.of());
  }

  /** The processor reads the lake itself. */
  @ParameterizedTest
  @EnumSource
  void theOperatorReadsTheSameWithoutASourceService(Damage damage) throws Exception {
    assertThatTheOperatorReads(
        damage, "own", lake -> Map.of(SOURCE_ENDPOINT, lake.toUri().toString()));
  }

  private void assertThatTheOperatorReads(
      Damage damage, String how, Function<Path, Map<String, String>> processorVariables)
      throws Exception {
    Path lake = lake(damage.name() + "-" + how);
    damage.inflict(find(lake, DAMAGED_NAME));
    Database database = Database.create(server.port(), "damage_" + damage.ordinal() + "_" + how);

    String output = runToFailure(lake, database, processorVariables.apply(lake));

    assertThat(output).contains("ledger " + DAMAGED).contains(DAMAGED_NAME);
    assertThat(database.count("SELECT ledger_sequence FROM pipeline_cursor"))
        .isEqualTo(DAMAGED - 1);
    assertThat(database.count("SELECT max(ledger_sequence) FROM token_transfers"))
        .isEqualTo(DAMAGED - 1);
  }

  @Test
  void aProcessorOfAnotherNetworkStoresNothing() throws Exception {
    Path lake = lake("other-network");
    Database database = Database.create(server.port(), "other_network");

    String output =
        runToFailure(lake, database, Map.of("NETWORK_PASSPHRASE", "Another Network ; May 2020"));

    assertThat(output).contains("network");
    assertThat(database.count("SELECT count(*) FROM token_transfers")).isZero();
    assertThat(database.count("SELECT count(*) FROM pipeline_cursor")).isZero();
  }

  private static String runToFailure(
      Path lake, Database database, Map<String, String> processorVariables) throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs-" + database.name()));
    Pipeline.Plan plan = new Pipeline.Plan(lake, PASSPHRASE, database, FIRST, LAST, logs);
    try (Pipeline pipeline = new Pipeline(plan, Map.of())) {
      if (!processorVariables.containsKey(SOURCE_ENDPOINT)) {
        pipeline.start(Service.SOURCE);
      }
      pipeline.start(Service.PROCESSOR, processorVariables);
      pipeline.start(Service.CONSUMER);
      ChildProcess consumer = pipeline.process(Service.CONSUMER);
      assertThat(consumer.await(Duration.ofSeconds(90))).as(consumer.output()).isEqualTo(1);
      assertThat(consumer.output()).doesNotContain("\tat ");
      return consumer.output();
    }
  }

  private static Path lake(String name) throws IOException {
    Path lake = Files.createDirectory(folder.resolve("lake-" + name));
    Path jar = Path.of(System.getProperty("ttp.root"), "tests/sample-lake/target/sample-lake.jar");
    List<String> arguments =
        List.of(
            "--directory=" + lake,
            "--network-passphrase=" + PASSPHRASE,
            "--seed=11",
            "--first-ledger=" + FIRST,
            "--ledgers=" + (LAST - FIRST + 1),
            "--transactions=3",
            "--ledgers-per-file=8",
            "--files-per-partition=100");
    try (ChildProcess generator =
        ChildProcess.startJar(jar, arguments, Map.of(), folder.resolve(name + ".log"))) {
      assertThat(generator.await(Duration.ofMinutes(1))).as(generator.output()).isZero();
    }
    return lake;
  }

  private static Path find(Path lake, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }
}
