package io.ttpprocessor.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server on a free loopback port with a data folder of its own, that can be
 * stopped, killed and started again on the same port and data.
 *
 * <p>It writes as a production server does: {@code fsync} and {@code synchronous_commit} are on, so
 * what it has acknowledged outlives {@link #kill()}. User and password are {@value #USER}.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The superuser's name, and the password that any of its connections may give. */
  public static final String USER = "postgres";

  private static final String PID_FILE = "data/postmaster.pid";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path folder;
  private final Map<String, String> settings;
  private final AtomicInteger databases = new AtomicInteger();
  private final int port;
  private EmbeddedPostgres server;
  private boolean running = true;

  private EmbeddedDatabase(Path folder, Map<String, String> settings) throws IOException {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.server = builder().start();
    this.port = server.getPort();
  }

  /** Starts a server with an empty data folder. */
  public static EmbeddedDatabase start() {
    return start(Map.of());
  }

  /** As {@link #start()}, with settings of the server's by their names in its configuration. */
  public static EmbeddedDatabase start(Map<String, String> settings) {
    try {
      return new EmbeddedDatabase(Files.createTempDirectory("embedded-database"), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that the server listens on, also while it is down. */
  public int port() {
    return port;
  }

  /** Creates an empty database under a name that no other has, and returns the name. */
  public String createDatabase() {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection = connect(USER);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return name;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
  }

  /** A connection of the superuser's to the database {@code name}. */
  public Connection connect(String name) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(name), USER, USER);
  }

  /** The JDBC address of the database {@code name}, without user and password. */
  public String jdbcUrl(String name) {
    return "jdbc:postgresql://localhost:" + port + "/" + name;
  }

  /** Kills the server as a power cut would (SIGKILL), and waits until its processes are gone. */
  public void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    awaitEnd(postmaster);
    // Its children notice that it died and end by themselves; the data is not free before.
    backends.forEach(EmbeddedDatabase::awaitEnd);
    closeServer();
  }

  /** Shuts the server down: connections are ended, open transactions rolled back. */
  public void stop() {
    end("INT");
  }

  /** Ends the server at once, as an immediate shutdown does: its next start is a recovery. */
  public void abort() {
    end("QUIT");
  }

  private void end(String signal) {
    ProcessHandle postmaster = postmaster();
    signal(signal, postmaster);
    awaitEnd(postmaster);
    closeServer();
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives back the library's lock on the data folder; the server itself has ended. */
  private void closeServer() {
    try {
      // Without it the library sees at once that there is nothing to stop.
      Files.deleteIfExists(folder.resolve(PID_FILE));
      server.close();
      running = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the server again, after {@link #stop}, {@link #abort} or {@link #kill}, on its old port
   * and data.
   */
  public void restart() {
    try {
      server = builder().setPort(port).start();
      running = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (running) {
      // Nothing of the data is wanted: no time is spent on writing it out.
      abort();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .setPGStartupWait(START_LIMIT)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            // A socket's lock file would outlive a kill, and keep the server from starting again.
            .setServerConfig("unix_socket_directories", "");
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(folder.resolve(PID_FILE)).get(0).trim();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    // A killed child of this JVM's may stay as a zombie that nobody reaps: it holds nothing.
    while (process.isAlive() && !isZombie(process)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "process " + process.pid() + " has not ended", new TimeoutException());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return status.substring(status.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
