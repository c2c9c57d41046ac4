package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.testkit.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: docs/metrics.md names every metric of the four services with its kind, and no other.
 * Method: each service as a process, with nothing to do, is asked for its metrics.
 */
@Timeout(120)
class MetricsDocumentIT {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final Pattern ROW =
      Pattern.compile("\\| `(ttp_\\w+)` \\| (\\w+) \\|(?: (`\\w+`))? ?\\| .*");
  private static final Pattern TYPE = Pattern.compile("# TYPE (ttp_\\w+) (\\w+)");
  private static final Pattern LABEL = Pattern.compile("(ttp_\\w+)\\{(\\w+)=\".*");
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void theDocumentNamesWhatThereIs() throws Exception {
    Map<String, String> told = new TreeMap<>();
    String passphrase = "Standalone Network ; February 2017";
    told.putAll(
        metrics(
            "stellar-live-source",
            List.of(),
            Map.of("RPC_ENDPOINT", "http://" + NOWHERE, "NETWORK_PASSPHRASE", passphrase)));
    told.putAll(
        metrics(
            "stellar-live-source-datalake",
            List.of(),
            Map.of("BUCKET_NAME", Files.createDirectory(folder.resolve("lake")).toString())));
    told.putAll(
        metrics(
            "ttp-processor",
            List.of(),
            Map.of("LIVE_SOURCE_ENDPOINT", NOWHERE, "NETWORK_PASSPHRASE", passphrase)));
    told.putAll(
        metrics(
            "consumer-app",
            List.of("1", "0"),
            Map.of("TTP_SERVICE_ADDRESS", NOWHERE, "POSTGRES_PORT", "1")));
    assertThat(told).isEqualTo(documented());
  }

  /** Each metric's kind and label. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs").resolve("metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(
            row.group(1),
            (row.group(2) + " " + Objects.requireNonNullElse(row.group(3), "").replace("`", ""))
                .trim());
      }
    }
    return rows;
  }

  private Map<String, String> metrics(
      String module, List<String> arguments, Map<String, String> settings) {
    int port = ChildProcess.freePort();
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("HEALTH_PORT", Integer.toString(port));
    environment.put("PORT", "0");
    try (ChildProcess process =
        ChildProcess.startJar(
            ROOT.resolve(module).resolve("target").resolve(module + ".jar"),
            arguments,
            environment,
            folder.resolve(module + ".log"))) {
      List<String> lines = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .conditionEvaluationListener(condition -> assertThat(process.isAlive()).isTrue())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> lines.addAll(scrape(port)));
      return kinds(lines);
    }
  }

  private static List<String> scrape(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .toList();
  }

  private static Map<String, String> kinds(List<String> lines) {
    Map<String, Set<String>> labels =
        lines.stream()
            .map(LABEL::matcher)
            .filter(Matcher::matches)
            .filter(label -> !label.group(2).equals("le"))
            .collect(
                Collectors.groupingBy(
                    label -> label.group(1).replaceFirst("_(bucket|sum|count)$", ""),
                    Collectors.mapping(label -> label.group(2), Collectors.toSet())));
    Map<String, String> kinds = new TreeMap<>();
    for (String line : lines) {
      Matcher type = TYPE.matcher(line);
      if (type.matches() && !type.group(1).endsWith("_seconds_max")) {
        String label = String.join(" ", labels.getOrDefault(type.group(1), Set.of()));
        kinds.put(type.group(1), (type.group(2) + " " + label).trim());
      }
    }
    return kinds;
  }
}
