package io.ttpprocessor.benchmarks.backfill;

import io.ttpprocessor.benchmarks.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How fast a backfill into Parquet is: with one slot on one core and with two on two, against the
 * extractor alone with one thread on one core, in turns. Every program has its cores to itself, by
 * Linux's {@code taskset}, for the compilers and the collector too.
 *
 * <p>Of a backfill the second half of its ranges counts, by the times at which their reports were
 * written: in the first half the compilers are at work. {@code NETWORK_PASSPHRASE} names the
 * ledgers' network, and {@code LEDGER_CHECKS} how much both programs check.
 */
public final class BackfillThroughput {
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final Pattern LEDGER_BYTES = Pattern.compile("\"ledger_bytes\"\\s*:\\s*(\\d+)");
  private static final Pattern EXTRACTOR_RATE = Pattern.compile("([0-9.]+) MB/s");

  /** More than the processor's caches hold at a time, and enough of them to halve. */
  private static final int RANGE_LEDGERS = 512;

  private final String extractor;
  private final String backfill;
  private final Path corpus;
  private final Path lake;
  private final List<String> span;
  private final List<String> options;

  private BackfillThroughput(List<String> arguments) {
    this.extractor = arguments.get(0);
    this.backfill = arguments.get(1);
    this.corpus = Path.of(arguments.get(2));
    this.lake = Path.of(arguments.get(3));
    this.span = arguments.subList(4, 6);
    this.options = arguments.subList(7, arguments.size());
  }

  /**
   * Prints the rates of each round, then the medians and their ratios.
   *
   * @param arguments the jars of ttp-processor and of backfill, the file of the ledgers that the
   *     lake repeats, the lake's folder, the first and the last ledger to load, how many rounds,
   *     and options of the JVMs, if any
   */
  public static void main(String[] arguments) throws Exception {
    BackfillThroughput run = new BackfillThroughput(List.of(arguments));
    int rounds = Integer.parseInt(arguments[6]);
    List<Double> extractor = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> two = new ArrayList<>();
    List<Double> gains = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      extractor.add(run.extractor());
      one.add(run.backfill("0", 1));
      two.add(run.backfill("0,1", 2));
      gains.add(two.get(round) / one.get(round));
      System.out.printf(
          "extractor %.0f MB/s, one slot %.0f MB/s, two slots %.0f MB/s%n",
          extractor.get(round), one.get(round), two.get(round));
    }
    System.out.printf(
        "medians: extractor %.0f MB/s, one slot %.0f MB/s: %.0f %%; two slots %.0f MB/s: %.2f times"
            + " one%n",
        median(extractor),
        median(one),
        100 * median(one) / median(extractor),
        median(two),
        median(gains));
  }

  /** MB a second of the extractor's one thread. */
  private double extractor() throws IOException, InterruptedException {
    List<String> command = pinned("0", extractor);
    command.addAll(List.of("benchmark", "--seconds", "8", "--warm-up", "12"));
    command.addAll(List.of("--network-passphrase", variable("NETWORK_PASSPHRASE", "")));
    command.addAll(List.of("--checks", variable("LEDGER_CHECKS", "transactions")));
    command.add(corpus.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = EXTRACTOR_RATE.matcher(line);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IllegalStateException("the extractor failed: " + line);
    }
    return Double.parseDouble(rate.group(1));
  }

  /** MB a second of a backfill with so many slots on the cores. */
  private double backfill(String cores, int slots) throws IOException, InterruptedException {
    Path output = Files.createTempDirectory("backfill");
    try {
      List<String> command = pinned(cores, backfill);
      command.addAll(span);
      command.addAll(List.of("--lake", lake.toString(), "--output", output.toString()));
      command.addAll(List.of("--range-ledgers", "" + RANGE_LEDGERS, "--parallelism", "" + slots));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.resolve("log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "the backfill failed: " + Files.readString(output.resolve("log")));
      }
      return rate(output.resolve("_ranges"));
    } finally {
      Processes.delete(output);
    }
  }

  private List<String> pinned(String cores, String jar) {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", cores));
    command.addAll(Processes.java(options));
    command.addAll(List.of("-jar", jar));
    return command;
  }

  private static double rate(Path reports) throws IOException {
    List<Path> ranges;
    try (Stream<Path> files = Files.list(reports)) {
      ranges = files.sorted(Comparator.comparingLong(BackfillThroughput::doneMillis)).toList();
    }
    int half = ranges.size() / 2;
    if (half == 0) {
      throw new IllegalStateException("one range has no second half: load more ledgers");
    }
    long bytes = 0;
    for (Path range : ranges.subList(half, ranges.size())) {
      Matcher told = LEDGER_BYTES.matcher(Files.readString(range));
      if (!told.find()) {
        throw new IllegalStateException(range + " does not tell its bytes");
      }
      bytes += Long.parseLong(told.group(1));
    }
    long millis = doneMillis(ranges.get(ranges.size() - 1)) - doneMillis(ranges.get(half - 1));
    return bytes / BYTES_PER_MEGABYTE / (millis / 1e3);
  }

  private static long doneMillis(Path report) {
    try {
      return Files.getLastModifiedTime(report).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variable(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
