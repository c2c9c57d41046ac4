package io.ttpprocessor.kit.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a small text file means, read again within a second of its being replaced; a file that
 * cannot be read or understood is told in the log, and what was read before it stays. Thread-safe.
 */
final class WatchedFile<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final Function<String, T> meaning;
  private T value;
  private FileTime modified;
  private Object identity;
  private long checkedAt;
  private volatile String problem;

  /**
   * Reads the file.
   *
   * @param meaning of its text; throws IllegalArgumentException, without showing any of it
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it cannot be understood
   */
  WatchedFile(Path file, Function<String, T> meaning) throws IOException {
    this.file = file;
    this.meaning = meaning;
    read();
  }

  /** What the file means now. */
  synchronized T value() {
    long now = System.nanoTime();
    if (now - checkedAt >= CHECK_NANOS) {
      checkedAt = now;
      try {
        readIfReplaced();
      } catch (IOException | IllegalArgumentException e) {
        report(file + " changed and cannot be used: " + e.getMessage());
      }
    }
    return value;
  }

  /** What is wrong with a file that was replaced, as far as it has been looked at. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Once for each problem: a file that is gone is looked for again and again. */
  private void report(String found) {
    if (!found.equals(problem)) {
      log.warn("{}; what was read before stays in force", found);
    }
    problem = found;
  }

  private void readIfReplaced() throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    if (!now.lastModifiedTime().equals(modified) || !identity(now).equals(identity)) {
      read();
    }
  }

  private void read() throws IOException {
    BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
    // Also of one that cannot be used: it is told once, not at each look.
    modified = before.lastModifiedTime();
    identity = identity(before);
    checkedAt = System.nanoTime();
    value = meaning.apply(Files.readString(file));
    problem = null;
  }

  private static Object identity(BasicFileAttributes file) {
    return file.size() + " " + file.fileKey();
  }
}
