package io.ttpprocessor.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.testkit.ConfigurationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: whoever names a variable names one that there is. Method: README, Compose file, scripts and
 * sources are held against docs/configuration.md, which each service's DocumentedVariablesTest
 * holds against what it reads.
 */
class VariablesEverywhereTest {
  private static final Path ROOT = Path.of(System.getProperty("ttp.root"));
  private static final ConfigurationTable TABLE =
      ConfigurationTable.in(ROOT.resolve("docs/configuration.md"));
  private static final Pattern USED = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");

  /** By the names of the Compose file. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "rpc-source", "stellar-live-source",
          "lake-source", "stellar-live-source-datalake",
          "processor", "ttp-processor",
          "consumer", "consumer-app");

  /** Of the cloud's own tools. */
  private static final Set<String> OF_CLOUDS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

  @Test
  void theReadmeHasSomeRowsOfTheTableAndNoOthers() {
    ConfigurationTable readme = ConfigurationTable.in(ROOT.resolve("README.md"));
    assertThat(readme.sections()).isEqualTo(TABLE.sections());
    for (String section : readme.sections()) {
      assertThat(TABLE.section(section)).containsAllEntriesOf(readme.section(section));
    }
  }

  @Test
  void theComposeFileSetsWhatItsServicesRead() throws IOException {
    Map<String, Set<String>> environments = environments();
    assertThat(environments)
        .containsKeys("x-common")
        .containsKeys(SERVICES.keySet().toArray(String[]::new));
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      Set<String> variables = new TreeSet<>(environments.get("x-common"));
      variables.addAll(environments.get(service.getKey()));
      variables.removeAll(OF_CLOUDS);
      assertThat(names(TABLE.of(service.getValue()).keySet()))
          .as(service.getKey())
          .containsAll(variables);
    }
  }

  /** Each mapping of variables, by the name of the service, or of the part that they share. */
  private static Map<String, Set<String>> environments() throws IOException {
    Map<String, Set<String>> environments = new LinkedHashMap<>();
    Pattern part = Pattern.compile("(?:  )?([a-z-]+):.*");
    Pattern variable = Pattern.compile(" +([A-Z][A-Z0-9_]+): .*");
    String name = "";
    for (String line : Files.readAllLines(ROOT.resolve("docker-compose.yml"))) {
      Matcher title = part.matcher(line);
      Matcher setting = variable.matcher(line);
      if (title.matches()) {
        name = title.group(1);
      } else if (setting.matches()) {
        environments.computeIfAbsent(name, key -> new TreeSet<>()).add(setting.group(1));
      }
    }
    return environments;
  }

  @Test
  void theExampleOfSettingsNamesWhatTheComposeFileUses() throws IOException {
    Set<String> named =
        Files.readAllLines(ROOT.resolve(".env.example")).stream()
            .map(line -> Pattern.compile("#?([A-Z][A-Z0-9_]*)=.*").matcher(line))
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used = new TreeSet<>(Set.of("COMPOSE_PROFILES"));
    Matcher matcher = USED.matcher(Files.readString(ROOT.resolve("docker-compose.yml")));
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    assertThat(named).isEqualTo(used);
  }

  @Test
  void theScriptsSetWhatThereIs() throws IOException {
    Set<String> known = allNames();
    known.addAll(
        List.of(
            "PIPELINE_NETWORK",
            "START_LEDGER",
            "END_LEDGER",
            "LAKE_FOLDER",
            "CONSUMER_RESTART",
            "COMPOSE_PROFILES",
            "DEMO_DATABASE_PORT",
            "POSTGRES_PUBLISHED_PORT",
            "LC_ALL"));
    Pattern set = Pattern.compile("(?<![A-Za-z_$\\[.-])([A-Z][A-Z0-9]*_[A-Z0-9_]+)=");
    Set<String> strangers = new TreeSet<>();
    for (Path script : scripts()) {
      Matcher matcher = set.matcher(Files.readString(script));
      while (matcher.find()) {
        if (!known.contains(matcher.group(1))) {
          strangers.add(script.getFileName() + ": " + matcher.group(1));
        }
      }
    }
    assertThat(strangers).isEmpty();
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> deploy = Files.walk(ROOT.resolve("deploy"));
        Stream<Path> root = Files.list(ROOT)) {
      return Stream.concat(deploy, root).filter(file -> file.toString().endsWith(".sh")).toList();
    }
  }

  /** So that one which no test reads by its name is found as well. */
  @Test
  void theSourcesNameNoOtherVariables() throws IOException {
    Set<String> known = allNames();
    known.addAll(
        List.of("TTP_SERVICE", "TRANSACTION_READ_COMMITTED", "GOOGLE_APPLICATION_CREDENTIALS"));
    Pattern literal = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");
    Set<String> strangers = new TreeSet<>();
    for (String module :
        List.of(
            "libs/service-kit",
            "libs/ledger-source",
            "libs/data-lake",
            "libs/event-store",
            "stellar-live-source",
            "stellar-live-source-datalake",
            "ttp-processor",
            "consumer-app",
            "backfill")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher matcher = literal.matcher(Files.readString(file));
          while (matcher.find()) {
            if (!known.contains(matcher.group(1))) {
              strangers.add(file.getFileName() + ": " + matcher.group(1));
            }
          }
        }
      }
    }
    assertThat(strangers).isEmpty();
  }

  private static Set<String> allNames() {
    Set<String> all = new HashSet<>();
    TABLE.sections().forEach(section -> all.addAll(names(TABLE.section(section).keySet())));
    return all;
  }

  /** Names and aliases apart. */
  private static Set<String> names(Set<String> withAliases) {
    return withAliases.stream()
        .flatMap(names -> Arrays.stream(names.split(" ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
