package io.ttpprocessor.benchmarks.stream;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import io.ttpprocessor.protos.v1.TokenTransferFilter;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Many live subscribers of one processor, a process of its own with a small heap, of whom some
 * stall: all others must get the same bytes, those that stall must be cut off, and the heap must
 * stay flat. Prints what the processor's CPU time for the same ledgers was for few and for many.
 */
public final class SubscriberLoad {
  private static final int STREAMS_PER_CONNECTION = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PACE = Duration.ofMillis(250);

  private final Path jar;
  private final GoldenCorpus corpus;
  private final int ledgerCount;
  private final boolean filtered;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private SubscriberLoad(Path jar, GoldenCorpus corpus, int ledgerCount, boolean filtered) {
    this.jar = jar;
    this.corpus = corpus;
    this.ledgerCount = ledgerCount;
    this.filtered = filtered;
  }

  /**
   * Runs a few and then many.
   *
   * @param arguments the processor's jar, a corpus, the number of ledgers, how many many are, and
   *     whether they want all events of a ledger or but those of one account ({@code all}, {@code
   *     account})
   */
  public static void main(String[] arguments) throws Exception {
    SubscriberLoad load =
        new SubscriberLoad(
            Path.of(arguments[0]),
            Ledgers.find(arguments[1]),
            Integer.parseInt(arguments[2]),
            arguments[4].equals("account"));
    int many = Integer.parseInt(arguments[3]);
    double few = load.run(many / 100, 0);
    // What one account does fits into the transport: nobody who wants but that can stall.
    double all = load.run(many, load.filtered ? 0 : many / 10);
    System.out.printf(
        Locale.ROOT,
        "CPU of %d subscribers is %.1f times that of %d%n",
        many,
        all / few,
        many / 100);
  }

  private double run(int subscribers, int stalling) throws Exception {
    int port = ChildProcess.freePort();
    int healthPort = ChildProcess.freePort();
    try (LiveLedgers source = new LiveLedgers(corpus.ledgers(), ledgerCount)) {
      Process processor = start(settings(source, port, healthPort));
      try {
        return measure(source, processor, new Ports(port, healthPort), subscribers, stalling);
      } finally {
        processor.destroyForcibly();
        channels.forEach(ManagedChannel::shutdownNow);
        channels.clear();
      }
    }
  }

  private record Ports(int grpc, int health) {}

  private double measure(
      LiveLedgers source, Process processor, Ports ports, int subscribers, int stalling)
      throws Exception {
    List<Subscriber> prompt = new ArrayList<>();
    List<Subscriber> stalled = new ArrayList<>();
    subscribe(ports.grpc(), subscribers - stalling, false, prompt);
    subscribe(ports.grpc(), stalling, true, stalled);
    await(() -> prompt.stream().allMatch(subscriber -> subscriber.messages() >= 1));
    await(() -> stalled.stream().allMatch(subscriber -> subscriber.messages() >= 1));
    Duration before = cpu(processor);
    long highestHeap = 0;
    for (int ledger = 1; ledger < ledgerCount; ledger++) {
      source.close(LiveLedgers.FIRST + ledger);
      Thread.sleep(PACE.toMillis());
      highestHeap = Math.max(highestHeap, metric(ports.health(), "jvm_gc_live_data_size_bytes"));
    }
    await(() -> prompt.stream().allMatch(subscriber -> subscriber.messages() == ledgerCount));
    double seconds = cpu(processor).minus(before).toMillis() / 1e3;
    tell(prompt, seconds, highestHeap);
    tellStalled(stalled, ports.health(), prompt.size());
    return seconds;
  }

  /** As it is run by itself, but with half a gigabyte of heap. */
  private Process start(Map<String, String> settings) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("java", "-Xmx512m", "-jar", jar.toString());
    builder.environment().putAll(settings);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Map<String, String> settings(LiveLedgers source, int port, int healthPort) {
    return Map.of(
        "NETWORK_PASSPHRASE",
        corpus.networkPassphrase(),
        "LIVE_SOURCE_ENDPOINT",
        "127.0.0.1:" + source.port(),
        "BIND_ADDRESS",
        "127.0.0.1",
        "PORT",
        Integer.toString(port),
        "HEALTH_PORT",
        Integer.toString(healthPort),
        "LEDGER_CHECKS",
        "header",
        "MAX_SUBSCRIBERS",
        "5000",
        "MAX_STREAMS_PER_PEER",
        "5000",
        "SLOW_SUBSCRIBER_TIMEOUT",
        "5s");
  }

  private void subscribe(int port, int count, boolean stalls, List<Subscriber> subscribers) {
    StreamLedgerEventsRequest.Builder request =
        StreamLedgerEventsRequest.newBuilder().setStartLedger(LiveLedgers.FIRST);
    if (filtered) {
      request.setTokenTransferFilter(
          TokenTransferFilter.newBuilder()
              .addAccounts("GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7"));
    }
    for (int i = 0; i < count; i++) {
      if (i % STREAMS_PER_CONNECTION == 0) {
        channels.add(GrpcChannels.to(new Endpoint("127.0.0.1", port)));
      }
      ManagedChannel channel = channels.get(channels.size() - 1);
      subscribers.add(Subscriber.start(channel, request.build(), stalls));
    }
  }

  private void tell(List<Subscriber> prompt, double seconds, long heap) {
    long checksums = prompt.stream().mapToLong(Subscriber::checksum).distinct().count();
    long ended = prompt.stream().filter(subscriber -> subscriber.end() != null).count();
    System.out.printf(
        Locale.ROOT,
        "%d subscribers, %d ledgers each of %d bytes in all: %d different checksums, %d cut off;"
            + " processor's CPU %.2f s, most heap after a collection %d MiB%n",
        prompt.size(),
        ledgerCount - 1,
        prompt.get(0).bytes(),
        checksums,
        ended,
        seconds,
        heap >> 20);
  }

  private static void tellStalled(List<Subscriber> stalled, int healthPort, int others)
      throws IOException, InterruptedException {
    if (stalled.isEmpty()) {
      return;
    }
    // They hear of their end after what was on its way to them.
    while (metric(healthPort, "ttp_processor_subscribers") > others) {
      Thread.sleep(PACE.toMillis());
    }
    stalled.forEach(Subscriber::takeTheRest);
    await(() -> stalled.stream().allMatch(subscriber -> subscriber.end() != null));
    long exhausted =
        stalled.stream()
            .filter(subscriber -> subscriber.end().getCode() == Status.Code.RESOURCE_EXHAUSTED)
            .count();
    System.out.printf(
        "%d that stalled: %d cut off with RESOURCE_EXHAUSTED: %s%n",
        stalled.size(), exhausted, stalled.get(0).end().getDescription());
  }

  private static Duration cpu(Process processor) {
    return processor.info().totalCpuDuration().orElseThrow();
  }

  private static long metric(int healthPort, String name) throws IOException, InterruptedException {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return page.body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("waited in vain for " + PATIENCE);
      }
      Thread.sleep(20);
    }
  }
}
