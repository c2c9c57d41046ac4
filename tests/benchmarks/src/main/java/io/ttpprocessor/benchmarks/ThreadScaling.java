package io.ttpprocessor.benchmarks;

import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How much more two threads do than one, from ledgers' bytes to the bytes of their messages.
 *
 * <p>Rounds of one thread and of two take turns in one process, so that both run the same compiled
 * code: two processes may have compiled it differently, which is more than what is to be seen.
 */
public final class ThreadScaling {
  private static final Duration WARM_UP = Duration.ofSeconds(12);
  private static final Duration ROUND = Duration.ofMillis(1_500);
  private static final int ROUNDS = 9;
  private static final int MOST_THREADS = 2;

  private final List<byte[]> ledgers;
  private final List<Worker> workers = new ArrayList<>();

  private ThreadScaling(GoldenCorpus corpus) {
    Network network = Network.of(corpus.networkPassphrase());
    ledgers = Ledgers.readable(corpus, network);
    for (int i = 0; i < MOST_THREADS; i++) {
      workers.add(new Worker(network));
    }
  }

  /**
   * Prints one line for each corpus.
   *
   * @param arguments the corpora's names; when there are none, those that the benchmarks run over
   */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    for (String corpus : arguments.length == 0 ? BenchmarksMain.corpora() : arguments) {
      System.out.println(corpus + ": " + measure(corpus, WARM_UP, ROUND, ROUNDS));
    }
  }

  /** Warms up with two threads, then measures rounds of one thread and of two in turns. */
  static Result measure(String corpus, Duration warmUp, Duration round, int rounds)
      throws InterruptedException, ExecutionException {
    ThreadScaling scaling = new ThreadScaling(Ledgers.find(corpus));
    scaling.run(MOST_THREADS, warmUp);
    List<Double> one = new ArrayList<>();
    List<Double> two = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      one.add(scaling.run(1, round));
      two.add(scaling.run(MOST_THREADS, round));
    }
    return Result.of(one, two);
  }

  /** Megabytes (of 10^6 bytes) of XDR by the second, of all threads together. */
  private double run(int threads, Duration time) throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<Long>> volumes = new ArrayList<>();
      for (Worker worker : workers.subList(0, threads)) {
        volumes.add(executor.submit(() -> worker.work(start + time.toNanos())));
      }
      long bytes = 0;
      for (Future<Long> volume : volumes) {
        bytes += volume.get();
      }
      return bytes * 1e3 / (System.nanoTime() - start);
    } finally {
      executor.shutdownNow();
    }
  }

  /** What one thread has to itself. */
  private final class Worker {
    private final EventExtractor extractor;
    private final EventEncoder encoder;

    Worker(Network network) {
      extractor = new EventExtractor(network);
      encoder = new EventEncoder(network);
    }

    /** Passes over all ledgers until the time is over; tells how many bytes these were. */
    long work(long end) {
      long bytes = 0;
      do {
        for (byte[] ledger : ledgers) {
          if (encoder.ledger(extractor.extract(ledger), 0).length() == 0) {
            throw new IllegalStateException("a message without its header");
          }
          bytes += ledger.length;
        }
      } while (System.nanoTime() < end);
      return bytes;
    }
  }

  /**
   * Medians of the rounds.
   *
   * @param one megabytes by the second of one thread
   * @param two megabytes by the second of two threads together
   * @param ratio of each round of two threads to the round of one before it
   */
  record Result(double one, double two, double ratio) {
    /** Of the rates of as many rounds of each, an odd number, in the order they were measured. */
    static Result of(List<Double> one, List<Double> two) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < one.size(); i++) {
        ratios.add(two.get(i) / one.get(i));
      }
      return new Result(median(one), median(two), median(ratios));
    }

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Override
    public String toString() {
      return String.format(
          "one thread %.0f MB/s, two %.0f MB/s; median of the ratios %.2f", one, two, ratio);
    }
  }
}
