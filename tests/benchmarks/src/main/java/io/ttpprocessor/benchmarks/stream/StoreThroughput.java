package io.ttpprocessor.benchmarks.stream;

import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.benchmarks.Processes;
import io.ttpprocessor.benchmarks.source.LakeFolder;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * How long a lake's ledgers take into a table of PostgreSQL by way of all four processes, against a
 * plain COPY of the same rows from a file into the same table, on the server that POSTGRES_HOST,
 * POSTGRES_PORT, POSTGRES_USER and POSTGRES_PASSWORD name, in databases that are made for it. What
 * is measured of the pipeline includes the start and the warm-up of the consumer; source and
 * processor run before.
 */
public final class StoreThroughput {
  private static final int ROUNDS = 4;
  private static final String TABLE = "token_transfers";

  private final GoldenCorpus corpus;
  private final int ledgers;
  private final String consumer;
  private final int processorPort = ChildProcess.freePort();

  private StoreThroughput(GoldenCorpus corpus, int ledgers, String consumer) {
    this.corpus = corpus;
    this.ledgers = ledgers;
    this.consumer = consumer;
  }

  /**
   * Prints the rows a second of each way in each round, and the ratio of the medians; the first
   * round warms source and processor up, and does not count.
   *
   * @param arguments the jars of stellar-live-source-datalake, of ttp-processor and of
   *     consumer-app, the corpus whose ledgers the lake repeats, how many ledgers, and options of
   *     the services' JVMs, if any
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("throughput");
    List<Process> processes = new ArrayList<>();
    List<String> options = List.of(arguments).subList(5, arguments.length);
    try {
      StoreThroughput run =
          new StoreThroughput(
              Ledgers.find(arguments[3]), Integer.parseInt(arguments[4]), arguments[2]);
      Path lake = folder.resolve("lake");
      LakeFolder.write(lake, run.corpus.networkPassphrase(), run.corpus.ledgers(), run.ledgers);
      processes.addAll(
          Processes.startProcessorOf(
              lake,
              run.corpus.networkPassphrase(),
              List.of(arguments).subList(0, 2),
              options,
              run.processorPort));
      run.measure(options, folder.resolve("rows"));
    } finally {
      processes.forEach(Process::destroyForcibly);
      Processes.delete(folder);
    }
  }

  private void measure(List<String> options, Path rows) throws Exception {
    List<Double> stored = new ArrayList<>();
    List<Double> copied = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String database = "store_throughput_" + round;
      manage("DROP DATABASE IF EXISTS " + database);
      manage("CREATE DATABASE " + database);
      double pipeline = store(options, database);
      double copy = copy(database, rows);
      manage("DROP DATABASE " + database);
      System.out.printf("pipeline %.0f rows/s, COPY %.0f rows/s%n", pipeline, copy);
      if (round > 0) {
        stored.add(pipeline);
        copied.add(copy);
      }
    }
    System.out.printf(
        "medians: pipeline %.0f rows/s, COPY %.0f rows/s: %.0f %%%n",
        median(stored), median(copied), 100 * median(stored) / median(copied));
  }

  private double store(List<String> options, String database)
      throws IOException, InterruptedException, SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("TTP_SERVICE_ADDRESS", "127.0.0.1:" + processorPort);
    settings.put("POSTGRES_DB", database);
    settings.put("PORT", "0");
    settings.put("HEALTH_PORT", "0");
    long first = LakeFolder.FIRST;
    long start = System.nanoTime();
    Process process =
        Processes.startJar(consumer, options, settings, "" + first, "" + (first + ledgers - 1));
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the consumer failed");
    }
    return rows(database) * 1e9 / (System.nanoTime() - start);
  }

  /** The same rows once more into the same table, which is empty before, from a file. */
  private double copy(String database, Path file) throws SQLException, IOException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        postgres.getCopyAPI().copyOut("COPY " + TABLE + " TO STDOUT", out);
      }
      statement.execute("TRUNCATE " + TABLE);
      long start = System.nanoTime();
      long rows;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
        rows = postgres.getCopyAPI().copyIn("COPY " + TABLE + " FROM STDIN", in, 1 << 16);
      }
      return rows * 1e9 / (System.nanoTime() - start);
    }
  }

  private static void manage(String sql) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(String database) throws SQLException {
    Map<String, String> environment = System.getenv();
    String address =
        String.format(
            "jdbc:postgresql://%s:%s/%s",
            environment.getOrDefault("POSTGRES_HOST", "localhost"),
            environment.getOrDefault("POSTGRES_PORT", "5432"),
            database);
    return DriverManager.getConnection(
        address,
        environment.getOrDefault("POSTGRES_USER", "postgres"),
        environment.getOrDefault("POSTGRES_PASSWORD", "postgres"));
  }

  private long rows(String database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + TABLE)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
