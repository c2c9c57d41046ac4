package io.ttpprocessor.benchmarks.source;

import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.benchmarks.Processes;
import io.ttpprocessor.benchmarks.source.BareLedgerServer.Transport;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The lake source's throughput through gRPC, from a folder and from a bucket with latency, against
 * that of a bare gRPC stream of the same messages, as grpc-java makes it and as every service of
 * this project does: each server in a process of its own, this process their client, all in turns.
 */
public final class SourceThroughput {
  /** So long does it take until the compilers of all these JVMs have done with them. */
  private static final Duration WARM_UP = Duration.ofSeconds(45);

  private static final Duration ROUND = Duration.ofSeconds(7);
  private static final int ROUNDS = 7;
  private static final int LEDGERS = 8_000;
  private static final int LATENCY_MILLIS = 50;
  private static final String LOOPBACK = "127.0.0.1";

  private SourceThroughput() {}

  /**
   * Prints the rate of each server in each round, the medians, and the ratios of the medians.
   *
   * @param arguments the jar of stellar-live-source-datalake; the corpus whose ledgers the lake
   *     repeats; options of the servers' JVMs, if any
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    GoldenCorpus corpus = Ledgers.find(arguments[1]);
    List<String> jvmOptions = List.of(arguments).subList(2, arguments.length);
    Path folder = Files.createTempDirectory("throughput");
    List<Subject> subjects = new ArrayList<>();
    try {
      Path lake = folder.resolve("lake");
      LakeFolder.write(lake, corpus.networkPassphrase(), corpus.ledgers(), LEDGERS);
      for (Transport transport : List.of(Transport.OURS, Transport.PLAIN)) {
        subjects.add(bare(transport, corpus, jvmOptions));
      }
      subjects.add(source("FS lake", arguments[0], jvmOptions, Map.of("BUCKET_NAME", "" + lake)));
      subjects.add(distant(arguments[0], jvmOptions, lake));
      measure(subjects);
    } finally {
      subjects.forEach(Subject::close);
      Processes.delete(folder);
    }
  }

  private static void measure(List<Subject> subjects)
      throws InterruptedException, ExecutionException {
    for (Subject subject : subjects) {
      subject.rate(WARM_UP);
    }
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Subject subject : subjects) {
        double rate = subject.rate(ROUND);
        System.out.printf("%s: %.0f MB/s%n", subject.name, rate);
        rates.computeIfAbsent(subject.name, name -> new ArrayList<>()).add(rate);
      }
    }
    System.out.println(summary(rates));
  }

  /**
   * The median of each, its ratio to the one before, and the median of that ratio in each round:
   * what a machine does meanwhile is in both of a round alike.
   */
  static String summary(Map<String, List<Double>> rates) {
    StringBuilder text = new StringBuilder("medians:");
    List<Double> before = null;
    for (Map.Entry<String, List<Double>> entry : rates.entrySet()) {
      List<Double> now = entry.getValue();
      text.append(String.format(" %s %.0f MB/s", entry.getKey(), median(now)));
      if (before != null) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < now.size(); round++) {
          ratios.add(now.get(round) / before.get(round));
        }
        text.append(
            String.format(
                " (%.1f %% of the one before, %.1f %% by rounds)",
                100 * median(now) / median(before), 100 * median(ratios)));
      }
      text.append(';');
      before = now;
    }
    return text.toString();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Subject bare(Transport transport, GoldenCorpus corpus, List<String> jvmOptions)
      throws IOException {
    int port = ChildProcess.freePort();
    List<String> command = Processes.java(jvmOptions);
    command.add("-Dttp.ledgers=" + System.getProperty("ttp.ledgers", ""));
    command.addAll(
        Processes.own(BareLedgerServer.class, "" + port, corpus.baseName(), transport.name()));
    return new Subject(transport.title(), port, List.of(Processes.start(command, Map.of())));
  }

  private static Subject source(
      String name, String jar, List<String> jvmOptions, Map<String, String> settings)
      throws IOException {
    int port = ChildProcess.freePort();
    Map<String, String> environment = new LinkedHashMap<>(settings);
    environment.put("PORT", "" + port);
    environment.put("HEALTH_PORT", "0");
    environment.put("BIND_ADDRESS", LOOPBACK);
    Process process = Processes.startJar(jar, jvmOptions, environment);
    return new Subject(name, port, new ArrayList<>(List.of(process)));
  }

  private static Subject distant(String jar, List<String> jvmOptions, Path lake)
      throws IOException, InterruptedException {
    int port = ChildProcess.freePort();
    List<String> command = Processes.java(List.of());
    command.addAll(Processes.own(DistantBucket.class, "" + port, "" + lake, "" + LATENCY_MILLIS));
    Process bucket = Processes.start(command, Map.of());
    Subject subject =
        source(
            "S3 lake, " + LATENCY_MILLIS + " ms a request",
            jar,
            jvmOptions,
            Map.of(
                "STORAGE_TYPE",
                "S3",
                "BUCKET_NAME",
                DistantBucket.BUCKET,
                "S3_ENDPOINT_URL",
                "http://" + LOOPBACK + ":" + port,
                "S3_ANONYMOUS",
                "true"));
    subject.processes.add(bucket);
    return subject;
  }

  /** One server, with what it stands upon, and a client of it. */
  private static final class Subject implements AutoCloseable {
    private final String name;
    private final List<Process> processes;
    private final CountingClient client;

    Subject(String name, int port, List<Process> processes) {
      this.name = name;
      this.processes = processes;
      this.client = new CountingClient(port);
    }

    double rate(Duration time) throws InterruptedException, ExecutionException {
      int first = (int) LakeFolder.FIRST;
      return client.rate(first, first + LEDGERS - 1, time);
    }

    @Override
    public void close() {
      client.close();
      processes.forEach(Process::destroyForcibly);
    }
  }
}
