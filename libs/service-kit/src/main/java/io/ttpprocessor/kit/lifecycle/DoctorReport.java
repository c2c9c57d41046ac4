package io.ttpprocessor.kit.lifecycle;

import io.ttpprocessor.kit.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command {@code doctor} of a service says: what is well and what is not, one line each,
 * in plain words. Exit code 0 when all is well, 1 when something is not, 2 when settings cannot be
 * used.
 */
public final class DoctorReport {
  /** A clock may be so far behind. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

  private static final int UNUSABLE_SETTINGS = 2;
  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST_FREE_BYTES = 32 * MEBIBYTE;

  private final PrintWriter out;
  private int exitCode;

  /** A report without a line. */
  public DoctorReport(PrintWriter out) {
    this.out = out;
  }

  /** Says what is well. */
  public void good(String what, String how) {
    say("ok  ", what, how);
  }

  /** Says what is not. */
  public void bad(String what, String how) {
    say("FAIL", what, how);
    exitCode = Math.max(exitCode, 1);
  }

  /** Says each problem of the settings. */
  public void unusable(ConfigurationException settings) {
    settings.problems().forEach(problem -> bad("settings", problem));
    exitCode = UNUSABLE_SETTINGS;
  }

  /**
   * Says how much room there is for temporary files, which native code (zstd, TLS) is unpacked into
   * at the first use.
   */
  public void disk() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String how = free / MEBIBYTE + " MiB free for temporary files in " + folder;
      if (free < LEAST_FREE_BYTES || !Files.isWritable(folder)) {
        bad("disk", how + ": native code needs 32 MiB there, writable");
      } else {
        good("disk", how);
      }
    } catch (IOException e) {
      bad("disk", folder + " cannot be looked at: " + e.getMessage());
    }
  }

  /**
   * Holds this machine's clock against the time at which the newest ledger closed, and says so
   * where it is behind that.
   *
   * @param closeTime in seconds since 1970
   * @return how long ago it closed; empty for a clock that is behind
   */
  public Optional<Duration> clock(Clock clock, long closeTime) {
    Duration age = Duration.ofSeconds(clock.instant().getEpochSecond() - closeTime);
    if (age.plus(CLOCK_TOLERANCE).isNegative()) {
      bad(
          "clock",
          String.format(
              "this machine is %d s behind the newest ledger's close time; set its clock",
              age.negated().toSeconds()));
      return Optional.empty();
    }
    return Optional.of(age);
  }

  /** The program's exit code. */
  public int exitCode() {
    return exitCode;
  }

  private void say(String mark, String what, String how) {
    out.printf("%s %-14s %s%n", mark, what, how);
    out.flush();
  }
}
