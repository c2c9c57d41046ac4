package io.ttpprocessor.demodatabase;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL of one's own, on the loopback interface, whose data outlives it. Commits are
 * durable: {@code fsync} and {@code synchronous_commit} are on. Whoever can reach the port may log
 * in as {@code postgres} without a password: it is for demos and tests.
 */
final class DemoDatabase implements AutoCloseable {
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final EmbeddedPostgres postgres;
  private final Postmaster postmaster;
  private final String database;

  private DemoDatabase(EmbeddedPostgres postgres, Postmaster postmaster, String database) {
    this.postgres = postgres;
    this.postmaster = postmaster;
    this.database = database;
  }

  /**
   * Starts the server and creates the database where it is absent. A server that an earlier process
   * left behind on the same data is stopped first.
   *
   * @param directory holds {@code data} and {@code binaries}; made where absent
   * @param port the port to listen on; 0 for any free one
   * @throws IOException where the port is taken or the server does not start
   */
  static DemoDatabase start(Path directory, int port, String database) throws IOException {
    if (!DATABASE_NAME.matcher(database).matches()) {
      throw new IOException("'" + database + "' is no name for a database: use a-z, 0-9 and _");
    }
    Path root = Files.createDirectories(directory.toAbsolutePath().normalize());
    Path data = root.resolve("data");
    stopLeftOver(data);
    requireFree(port);
    Path unpacked = root.resolve("binaries.complete");
    if (!Files.exists(unpacked)) {
      // The library does not recover from an unpacking that was interrupted.
      deleteTree(root.resolve("binaries"));
    }
    EmbeddedPostgres postgres = launch(server(root, data, port));
    try {
      Files.writeString(unpacked, "");
      createIfAbsent(postgres, database);
      Postmaster postmaster =
          Postmaster.of(data)
              .orElseThrow(() -> new IOException("the server left no postmaster.pid in " + data));
      return new DemoDatabase(postgres, postmaster, database);
    } catch (SQLException e) {
      postgres.close();
      throw new IOException("cannot create the database " + database + ": " + e.getMessage(), e);
    }
  }

  private static EmbeddedPostgres.Builder server(Path root, Path data, int port) {
    File binaries = root.resolve("binaries").toFile();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(binaries)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_LIMIT)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setErrorRedirector(ProcessBuilder.Redirect.INHERIT)
            .setOutputRedirector(ProcessBuilder.Redirect.INHERIT);
    return port == 0 ? builder : builder.setPort(port);
  }

  private static EmbeddedPostgres launch(EmbeddedPostgres.Builder builder) throws IOException {
    try {
      return builder.start();
    } catch (ExceptionInInitializerError e) {
      throw new IOException("cannot unpack PostgreSQL: " + e.getCause(), e);
    } catch (IllegalStateException e) {
      throw new IOException("cannot start PostgreSQL: " + e.getMessage(), e);
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void stopLeftOver(Path data) throws IOException {
    Optional<Postmaster> leftOver = Postmaster.of(data);
    if (leftOver.isPresent() && !leftOver.get().stop(STOP_LIMIT)) {
      throw new IOException(
          "an earlier server (process " + leftOver.get().pid() + ") on " + data + " does not stop");
    }
  }

  private static void requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IOException(
          "port " + port + " is taken: stop what listens there, or choose another with --port", e);
    }
  }

  private static void createIfAbsent(EmbeddedPostgres postgres, String database)
      throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
        Statement statement = connection.createStatement()) {
      query.setString(1, database);
      try (ResultSet found = query.executeQuery()) {
        if (!found.next()) {
          // A name cannot be a parameter; its form was checked.
          statement.execute("CREATE DATABASE " + database);
        }
      }
    }
  }

  int port() {
    return postgres.getPort();
  }

  /** The URL to connect with; it carries the user name, and there is no password. */
  String jdbcUrl() {
    return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres";
  }

  /** Stops the server fast: open transactions are rolled back, and nothing committed is lost. */
  @Override
  public void close() {
    if (!postmaster.stop(STOP_LIMIT)) {
      System.err.println(
          "demo-database: the server (process " + postmaster.pid() + ") does not stop");
    }
  }
}
