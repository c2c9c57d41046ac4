package io.ttpprocessor.demodatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * PostgreSQL's main process, known by the {@code postmaster.pid} that it keeps in its data folder.
 */
final class Postmaster {
  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /**
   * The server that runs on a data folder. A pid file whose process is gone, or is another program
   * by now, is what a killed server leaves: the file is removed where it would keep a new server
   * from starting.
   */
  static Optional<Postmaster> of(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    Optional<ProcessHandle> process =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
    Optional<Postmaster> running =
        process.filter(ProcessHandle::isAlive).filter(Postmaster::isPostgres).map(Postmaster::new);
    if (running.isEmpty()) {
      Files.deleteIfExists(file);
    }
    return running;
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(Path::of).map(Path::getFileName).stream()
        .anyMatch(name -> name.toString().equals("postgres"));
  }

  long pid() {
    return process.pid();
  }

  /** Asks for a fast shutdown (SIGINT) and waits; whether the server is gone. */
  boolean stop(Duration limit) {
    CompletableFuture<ProcessHandle> gone = process.onExit();
    try {
      // Java itself can only send SIGTERM, on which PostgreSQL waits for its clients to leave.
      new ProcessBuilder("sh", "-c", "kill -INT \"$1\"", "sh", Long.toString(process.pid()))
          .start()
          .waitFor();
      gone.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | IOException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
