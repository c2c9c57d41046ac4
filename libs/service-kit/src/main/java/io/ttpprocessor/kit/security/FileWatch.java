package io.ttpprocessor.kit.security;

import io.ttpprocessor.kit.lifecycle.TaskTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads files again when their content has changed. What is new and cannot be used is told in the
 * log, and by {@link #problem()} until it is mended; what was loaded before stays in force.
 *
 * <p>gRPC's own reloading looks at dates and waits until both files of an identity are newer: a
 * certificate that is renewed with its old key would be left to expire, a pair that does not belong
 * together would be taken, and nobody could ask what went wrong.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final long intervalNanos;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();

  /** Its thread starts with the first file. */
  private final ScheduledExecutorService reader = new TaskTimer("watched-files");

  /** Nothing is watched yet; files are to be looked at once in each {@code interval}. */
  FileWatch(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  /** Takes what files hold now into use, or throws IllegalArgumentException with what is wrong. */
  @FunctionalInterface
  interface Load {
    void load();
  }

  /**
   * Loads files now, and from then on whenever any of them has changed.
   *
   * @throws IllegalArgumentException when they cannot be used now
   */
  void load(List<Path> files, Load load) {
    Watched group = new Watched(files, load);
    group.loadFirst();
    watched.add(group);
    reader.scheduleWithFixedDelay(group::check, intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
  }

  /**
   * What a small text file means now, which is asked for at any time.
   *
   * @param meaning of its text; throws IllegalArgumentException, without showing any of it
   * @throws IllegalArgumentException when it cannot be read or understood now
   */
  <T> Supplier<T> value(Path file, Function<String, T> meaning) {
    AtomicReference<T> value = new AtomicReference<>();
    load(List.of(file), () -> value.set(meaning.apply(text(file))));
    return value::get;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read", e);
    }
  }

  /** What is wrong with files that have changed, if anything is. */
  Optional<String> problem() {
    String problems =
        watched.stream()
            .map(group -> group.problem)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("; "));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }

  /** Files that are taken into use together. */
  private static final class Watched {
    private final List<Path> files;
    private final Load load;
    private byte[] loaded = {};
    private volatile String problem;

    Watched(List<Path> files, Load load) {
      this.files = List.copyOf(files);
      this.load = load;
    }

    void loadFirst() {
      loaded = digest();
      load.load();
    }

    void check() {
      try {
        byte[] now = digest();
        if (!Arrays.equals(now, loaded)) {
          load.load();
          loaded = now;
          log.info("{} changed and were loaded again", files);
        }
        problem = null;
      } catch (RuntimeException e) {
        report(files + " changed and cannot be used: " + e.getMessage());
      }
    }

    /** Once for each problem: the files are looked at again and again. */
    private void report(String found) {
      if (!found.equals(problem)) {
        log.warn("{}; what was loaded before stays in force", found);
      }
      problem = found;
    }

    private byte[] digest() {
      try {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
          // Each by its own digest, so that no byte can move from one to the next unseen.
          all.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        }
        return all.digest();
      } catch (IOException e) {
        throw new IllegalArgumentException("it cannot be read", e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
