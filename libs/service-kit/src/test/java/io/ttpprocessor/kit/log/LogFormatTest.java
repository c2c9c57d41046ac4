package io.ttpprocessor.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.kit.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The log of a process of its own, as its environment variables say. */
@Timeout(60)
class LogFormatTest {
  private static final String FORGED = "2026-01-01T00:00:00.000Z INFO  [main] Main - all is well";

  @Test
  void textHasALineForEachMessageAndIndentsWhatFailed() throws Exception {
    List<String> lines = log(Map.of());
    assertThat(lines.get(0))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN "
                + " \\[main] LogFormatTest\\$Child"
                + " - memo of a transfer: \\\\u001b\\[2J \\| 2026-01-01.*");
    assertThat(lines.get(1)).startsWith("\tjava.lang.IllegalStateException: refused: \\u001b");
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("\t"));
    assertThat(lines).anyMatch(line -> line.equals("\t" + FORGED));
  }

  @Test
  void jsonHasAnObjectOnEachLine() throws Exception {
    List<String> lines = log(Map.of("LOG_FORMAT", "json"));
    assertThat(lines).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertThat(Instant.parse(line.get("timestamp").asText())).isBefore(Instant.now());
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("logger").asText()).isEqualTo(Child.class.getName());
    assertThat(line.get("thread").asText()).isEqualTo("main");
    assertThat(line.get("message").asText())
        .isEqualTo("memo of a transfer: \\u001b[2J | " + FORGED);
    assertThat(line.get("exception").asText()).startsWith("\tjava.lang.IllegalStateException");
  }

  @Test
  void theLevelIsTheOneThatIsSet() throws Exception {
    assertThat(log(Map.of("LOG_LEVEL", "error"))).isEmpty();
    assertThat(log(Map.of("LOG_LEVEL", "debug", "LOG_FORMAT", "JSON"))).hasSize(2);
  }

  @Test
  void aLevelOrFormatThatIsNoneIsAProblemOfTheSettings() {
    Settings settings = Settings.of(Map.of("LOG_LEVEL", "LOUD", "LOG_FORMAT", "xml"));
    LogSettings.check(settings);
    assertThatThrownBy(settings::throwIfProblems)
        .hasMessageContaining("LOG_LEVEL is \"LOUD\", not one of ERROR, WARN, INFO, DEBUG, TRACE")
        .hasMessageContaining("LOG_FORMAT is \"xml\", not one of TEXT, JSON");
  }

  private static List<String> log(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    builder.environment().keySet().removeAll(List.of("LOG_LEVEL", "LOG_FORMAT"));
    builder.environment().putAll(environment);
    try (BufferedReader errors = builder.start().errorReader()) {
      return errors.lines().collect(Collectors.toList());
    }
  }

  /** Logs what a stranger may have written, with a failure that repeats it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      String memo = "\u001b[2J\n" + FORGED;
      LoggerFactory.getLogger(Child.class)
          .warn("memo of a transfer: {}", memo, new IllegalStateException("refused: " + memo));
      LoggerFactory.getLogger(Child.class).debug("a detail");
    }
  }
}
