package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.ParallelCopy;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a job takes from a lake to tables that all can read, process and all, and how long a
 * parallel COPY of the same rows with the indexes built after, in turns. Run by hand, as
 * tests/benchmarks tells; no figure fails.
 */
class PostgresBenchmark {
  private static final Path JAR =
      Path.of(System.getProperty("ttp.root"), "backfill", "target", "backfill.jar");
  private static final String LAKE = System.getProperty("ttp.lake", "");
  private static final long FIRST = Long.getLong("ttp.first", 0);
  private static final long LAST = Long.getLong("ttp.last", 0);
  private static final long RANGE = Long.getLong("ttp.range", 2_560);
  private static final int THREADS = Integer.getInteger("ttp.threads", 2);
  private static final int ROUNDS = Integer.getInteger("ttp.rounds", 3);
  private static final List<String> TABLES =
      List.of(System.getProperty("ttp.tables", "token_transfers").split(","));
  private static final String JVM = System.getProperty("ttp.jvm", "");

  @TempDir private Path folder;

  @Test
  void measure() throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
      for (int round = 1; round <= ROUNDS; round++) {
        TestDatabase database = TestDatabase.in(server);
        database.execute("CHECKPOINT");
        double job = job(database);
        double copy = 0;
        long rows = 0;
        for (EventTable table : tables()) {
          rows += Long.parseLong(database.rows("SELECT count(*) FROM " + table.name()).get(0));
          copy +=
              new ParallelCopy(database, table, THREADS, folder)
                  .seconds(new LedgerSpan(FIRST, LAST));
        }
        System.out.printf(
            Locale.ROOT,
            "round %d: %,d rows, job %.1f s (%,.0f rows/s), COPY %.1f s (%,.0f rows/s): %.0f %%%n",
            round,
            rows,
            job,
            rows / job,
            copy,
            rows / copy,
            100 * copy / job);
        drop(server, database);
      }
    }
  }

  private static void drop(EmbeddedDatabase server, TestDatabase database) throws Exception {
    new TestDatabase(server, EmbeddedDatabase.USER).execute("DROP DATABASE " + database.name());
  }

  private static List<EventTable> tables() {
    List<EventTable> tables = new ArrayList<>();
    for (String name : TABLES) {
      tables.add(
          name.equals(TokenTransferTable.NAME)
              ? new TokenTransferTable()
              : new ContractEventTable(List.of(), List.of(), false));
    }
    return tables;
  }

  /** With the JVM's own defaults, unlike the processes of tests. */
  private double job(TestDatabase database) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Arrays.stream(JVM.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(
        Backfill.arguments(
            FIRST,
            LAST,
            "--lake",
            LAKE,
            "--sink",
            "postgres",
            "--tables",
            String.join(",", TABLES),
            "--range-ledgers",
            RANGE,
            "--parallelism",
            THREADS));
    Path log = folder.resolve("job.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "NETWORK_PASSPHRASE",
                "Public Global Stellar Network ; September 2015",
                "LEDGERS_PER_FILE",
                "64",
                "FILES_PER_PARTITION",
                "1000",
                "POSTGRES_PORT",
                Integer.toString(database.port()),
                "POSTGRES_DB",
                database.name()));
    long begin = System.nanoTime();
    assertThat(builder.start().waitFor()).as(log.toString()).isZero();
    return (System.nanoTime() - begin) / 1e9;
  }
}
