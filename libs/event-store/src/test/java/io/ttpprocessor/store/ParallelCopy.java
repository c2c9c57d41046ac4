package io.ttpprocessor.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What loads are measured against: rows that are stored already, once more by the server's own COPY
 * from files, several at a time, and then the same indexes.
 */
public final class ParallelCopy {
  private final TestDatabase rows;
  private final EventTable table;
  private final int threads;
  private final Path folder;

  /**
   * @param folder where the files go, which the server, maybe as another user, writes and reads
   */
  public ParallelCopy(TestDatabase rows, EventTable table, int threads, Path folder) {
    this.rows = rows;
    this.table = table;
    this.threads = threads;
    this.folder = folder;
  }

  /** Does something in one of the threads. */
  interface Part {
    void run(int thread) throws Exception;
  }

  static void inThreads(int threads, Part part) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        parts.add(
            () -> {
              part.run(thread);
              return null;
            });
      }
      for (Future<Void> done : executor.invokeAll(parts)) {
        done.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  /**
   * Stores the rows of {@code span} into another table, which is dropped again.
   *
   * @return how many seconds it took, without the making of the files
   */
  public double seconds(LedgerSpan span) throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Path file = file("rows-" + i);
      files.add(file);
      rows.execute(
          String.format(
              "COPY (SELECT %s FROM %s WHERE ledger_sequence BETWEEN %d AND %d"
                  + " AND ledger_sequence %% %d = %d ORDER BY ledger_sequence, ordinal) TO '%s'",
              table.columns(), table.name(), span.first(), span.last(), threads, i, file));
    }
    PartitionStaging plain = new PartitionStaging(table, new LedgerSpan(1, 4_000_000_000L));
    rows.execute("CHECKPOINT");
    long begin = System.nanoTime();
    try (Connection connection = rows.server().connect(rows.name())) {
      plain.make(connection);
      inThreads(threads, thread -> copy(plain, files.get(thread)));
      List<String> indexes = plain.indexes(connection);
      PartitionStaging.execute(connection, "SET maintenance_work_mem = '256MB'");
      for (String key : plain.keys(connection)) {
        PartitionStaging.execute(connection, key);
      }
      inThreads(
          threads,
          thread -> {
            for (int i = thread; i < indexes.size(); i += threads) {
              rows.execute("SET maintenance_work_mem = '256MB'; " + indexes.get(i));
            }
          });
      double seconds = (System.nanoTime() - begin) / 1e9;
      plain.drop(connection);
      return seconds;
    }
  }

  private void copy(PartitionStaging plain, Path file) throws SQLException {
    rows.execute("COPY " + plain.events() + " (" + table.columns() + ") FROM '" + file + "'");
  }

  private Path file(String name) {
    Path file = folder.resolve(name);
    try {
      Files.deleteIfExists(file);
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.toFile().setWritable(true, false);
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return file;
  }
}
