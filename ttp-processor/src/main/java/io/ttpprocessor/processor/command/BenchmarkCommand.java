package io.ttpprocessor.processor.command;

import io.ttpprocessor.processor.input.FileLedger;
import io.ttpprocessor.processor.input.LedgerFileReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures decoding, extraction and the making of messages, from a ledger's bytes to the bytes of
 * its {@code ttp.v1.LedgerEvents}, over ledgers held in memory. Prints one line.
 */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures how fast the events of ledgers in files are told; prints one line.")
public final class BenchmarkCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Spec private CommandSpec spec;

  @Mixin private LedgerFiles input;

  @Mixin private ExtractionChoice choice;

  @Option(
      names = "--seconds",
      required = true,
      paramLabel = "S",
      description = "How long to measure at least, in whole passes, after the warm-up.")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      paramLabel = "S",
      description = "How long to run before measuring (default: ${DEFAULT-VALUE} seconds).")
  private double warmUpSeconds;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many ledgers to work on at a time (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requirePositive("--seconds", seconds);
    requirePositive("--threads", threads);
    if (threads > MOST_THREADS) {
      throw new ParameterException(
          spec.commandLine(), "--threads must not be above " + MOST_THREADS);
    }
    List<byte[]> ledgers = load();
    run(ledgers, warmUpSeconds);
    BenchmarkRun.Result result = run(ledgers, seconds);
    PrintWriter output = spec.commandLine().getOut();
    output.println(line(result));
    output.flush();
    return 0;
  }

  private void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new ParameterException(spec.commandLine(), option + " must be above 0");
    }
  }

  private List<byte[]> load() throws IOException {
    List<byte[]> ledgers = new ArrayList<>();
    for (String file : input.files()) {
      try (LedgerFileReader reader = LedgerFileReader.open(file)) {
        FileLedger ledger = reader.next();
        while (ledger != null) {
          ledgers.add(ledger.ledgerCloseMeta());
          ledger = reader.next();
        }
      }
    }
    if (ledgers.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no ledger in " + String.join(", ", input.files()));
    }
    return ledgers;
  }

  private BenchmarkRun.Result run(List<byte[]> ledgers, double duration)
      throws InterruptedException {
    Duration time = Duration.ofNanos((long) (duration * 1e9));
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<BenchmarkRun.Result>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(new BenchmarkRun(input, choice, ledgers, time)));
      }
      BenchmarkRun.Result total = BenchmarkRun.Result.NONE;
      for (Future<BenchmarkRun.Result> future : futures) {
        total = total.plus(future.get());
      }
      return total;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private String line(BenchmarkRun.Result result) {
    double time = result.nanoseconds() / 1e9;
    double megabytes = result.bytes() / BYTES_PER_MEGABYTE;
    return String.format(
        "java: %d ledgers %.1f MB %d events in %.2f s = %.1f ledgers/s %.1f MB/s %.0f events/s,"
            + " %d %s",
        result.ledgers(),
        megabytes,
        result.events(),
        time,
        result.ledgers() / time,
        megabytes / time,
        result.events() / time,
        threads,
        threads == 1 ? "thread" : "threads");
  }
}
