package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: no alert and no chart asks for a metric that there is not, and each alert is told when it
 * should be. Method: names against docs/metrics.md, which {@link MetricsDocumentIT} holds against
 * running services; the rules by Prometheus's own tool, where it is installed.
 */
@Timeout(60)
class MonitoringFilesIT {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final Path FILES = ROOT.resolve("deploy").resolve("observability");
  private static final Pattern METRIC = Pattern.compile("\\bttp_\\w+");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(ttp_\\w+)` \\|");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yml", "grafana/dashboards/pipeline.json"})
  void eachMetricThatIsAskedForExists(String file) throws IOException {
    Set<String> asked =
        METRIC
            .matcher(Files.readString(FILES.resolve(file)))
            .results()
            .map(name -> name.group().replaceFirst("_(bucket|sum|count)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).hasSizeGreaterThan(3).isSubsetOf(documented());
  }

  @Test
  void prometheusReadsItsSettings() throws Exception {
    promtool("check", "config", FILES.resolve("prometheus.yml").toString());
  }

  /** The cases are in alerts-test.yml: what is seen, and who is to be told then. */
  @Test
  void eachAlertComesWhenItShouldAndNotBefore() throws Exception {
    Path cases = folder.resolve("alerts-test.yml");
    try (InputStream resource = MonitoringFilesIT.class.getResourceAsStream("/alerts-test.yml")) {
      Files.write(cases, resource.readAllBytes());
    }
    Files.copy(FILES.resolve("alerts.yml"), folder.resolve("alerts.yml"));
    promtool("test", "rules", cases.toString());
  }

  private void promtool(String... arguments) throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "promtool is not installed");
    Path output = folder.resolve("promtool.log");
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
  }

  private static Set<String> documented() throws IOException {
    Matcher rows = DOCUMENTED.matcher(Files.readString(ROOT.resolve("docs/metrics.md")));
    return rows.results().map(row -> row.group(1)).collect(Collectors.toSet());
  }
}
