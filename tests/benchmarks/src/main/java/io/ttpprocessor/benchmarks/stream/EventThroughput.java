package io.ttpprocessor.benchmarks.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.benchmarks.Processes;
import io.ttpprocessor.benchmarks.source.LakeFolder;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.ChildProcess;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many events a second come from a lake to a client, by way of the source and the processor as
 * processes: one event a message, and whole ledgers; against what the reference extracts in one
 * thread of the same ledgers, without sending anything. All in turns.
 */
public final class EventThroughput {
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration ROUND = Duration.ofSeconds(8);
  private static final int ROUNDS = 5;
  private static final int LEDGERS = 2_000;
  private static final Pattern EVENTS_A_SECOND = Pattern.compile(".* (\\d+) events/s.*");

  private EventThroughput() {}

  /**
   * Prints the rates of each round, the medians, and their ratios to the reference's.
   *
   * @param arguments the jars of stellar-live-source-datalake and of ttp-processor, the corpus
   *     whose ledgers the lake repeats, the reference as a command, the corpus as a file for it,
   *     and options of the services' JVMs, if any
   */
  public static void main(String[] arguments) throws Exception {
    GoldenCorpus corpus = Ledgers.find(arguments[2]);
    Path folder = Files.createTempDirectory("throughput");
    List<Process> processes = new ArrayList<>();
    int port = ChildProcess.freePort();
    int first = (int) LakeFolder.FIRST;
    int last = first + LEDGERS - 1;
    try (EventReader events = EventReader.ofEvents(port, first, last);
        EventReader ledgers =
            EventReader.ofLedgers(port, first, last, EventThroughput::eventCount)) {
      Path lake = folder.resolve("lake");
      LakeFolder.write(lake, corpus.networkPassphrase(), corpus.ledgers(), LEDGERS);
      processes.addAll(
          Processes.startProcessorOf(
              lake,
              corpus.networkPassphrase(),
              List.of(arguments).subList(0, 2),
              List.of(arguments).subList(5, arguments.length),
              port));
      if (events.read() != ledgers.read()) {
        throw new IllegalStateException("the services do not tell as many events");
      }
      events.rate(WARM_UP);
      ledgers.rate(WARM_UP);
      Map<String, Callable<Double>> subjects = new LinkedHashMap<>();
      subjects.put("reference", () -> reference(arguments[3], corpus, arguments[4]));
      subjects.put("GetTTPEvents", () -> events.rate(ROUND));
      subjects.put("StreamLedgerEvents", () -> ledgers.rate(ROUND));
      measure(subjects);
    } finally {
      processes.forEach(Process::destroyForcibly);
      Processes.delete(folder);
    }
  }

  private static void measure(Map<String, Callable<Double>> subjects) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Callable<Double>> subject : subjects.entrySet()) {
        double rate = subject.getValue().call();
        System.out.printf("%s: %.0f events/s%n", subject.getKey(), rate);
        rates.computeIfAbsent(subject.getKey(), name -> new ArrayList<>()).add(rate);
      }
    }
    double reference = 0;
    for (Map.Entry<String, List<Double>> entry : rates.entrySet()) {
      List<Double> sorted = entry.getValue().stream().sorted().toList();
      double median = sorted.get(sorted.size() / 2);
      reference = reference == 0 ? median : reference;
      System.out.printf(
          "median of %s: %.0f events/s, %.1f times the reference's%n",
          entry.getKey(), median, median / reference);
    }
  }

  /** As a client reads it that wants the events. */
  private static long eventCount(byte[] message) {
    try {
      return LedgerEvents.parseFrom(message).getEventsCount();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double reference(String command, GoldenCorpus corpus, String file)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                command, "bench", corpus.networkPassphrase(), "" + ROUND.toSeconds(), file)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    Matcher matcher = EVENTS_A_SECOND.matcher(line);
    if (process.waitFor() != 0 || !matcher.matches()) {
      throw new IllegalStateException("the reference cannot be measured: " + line);
    }
    return Double.parseDouble(matcher.group(1));
  }
}
