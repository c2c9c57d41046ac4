package io.ttpprocessor.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reader's default, mapping, aliases and refusals, as an operator would meet them. */
@Timeout(20)
class SettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Endpoint LOCAL = new Endpoint("localhost", 50051);

  private enum Storage {
    FS,
    S3_COMPATIBLE
  }

  @Test
  void unsetAndBlankVariablesTakeTheDefaults() {
    for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("X", "  "))) {
      Settings settings = Settings.of(environment);
      assertThat(settings.text("X", "fallback")).isEqualTo("fallback");
      assertThat(settings.optional("X")).isEmpty();
      assertThat(settings.integer("X", 7, 0, 9)).isEqualTo(7);
      assertThat(settings.bytes("X", 1024, 0, 4096)).isEqualTo(1024);
      assertThat(settings.duration("X", SECOND, SECOND, HOUR)).isEqualTo(SECOND);
      assertThat(settings.flag("X", true)).isTrue();
      assertThat(settings.choice("X", Storage.class, Storage.FS)).isEqualTo(Storage.FS);
      assertThat(settings.port("X", 8088)).isEqualTo(8088);
      assertThat(settings.endpoint("X", LOCAL)).isEqualTo(LOCAL);
      assertThat(settings.secret("X", "none").reveal()).isEqualTo("none");
      assertThatCode(settings::throwIfProblems).doesNotThrowAnyException();
    }
  }

  @Test
  void anAliasServesWhereTheNameIsUnset() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("OLD", " value ", "OLDER", "value"));
    assertThat(settings.text("NEW", "fallback", "OLD", "OLDER")).isEqualTo("value");
    assertThat(settings.required("NEW", "OLD")).isEqualTo("value");
    settings.throwIfProblems();
  }

  @Test
  void aNameAndAliasThatDifferAreAProblemNamingBothAndTheirValues() {
    assertThat(
            problems(
                Map.of("PORT", "50051", "GRPC_PORT", "50052"), s -> s.port("PORT", 1, "GRPC_PORT")))
        .containsExactly(
            "PORT is \"50051\" but GRPC_PORT, another name of the same setting, is \"50052\"");
  }

  @Test
  void aMissingRequiredVariableIsAProblemNamingItsAliases() {
    assertThat(problems(Map.of(), s -> s.required("BUCKET_NAME", "ARCHIVE_BUCKET_NAME")))
        .containsExactly("BUCKET_NAME is required (or its alias ARCHIVE_BUCKET_NAME)");
  }

  @Test
  void integersKeepTheirBoundsInclusive() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("LEAST", "1", "MOST", "9"));
    assertThat(settings.integer("LEAST", 5, 1, 9)).isEqualTo(1);
    assertThat(settings.integer("MOST", 5, 1, 9)).isEqualTo(9);
    settings.throwIfProblems();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "-1", "five", "1.5", "99999999999999999999", "0x1"})
  void anIntegerOutOfBoundsOrNoneIsRefusedWithItsValue(String text) {
    assertThat(problems(Map.of("N", text), s -> s.integer("N", 5, 1, 9)))
        .containsExactly("N is \"" + text + "\", not a whole number from 1 to 9");
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "64k, 65536",
    "64KB, 65536",
    "64m, 67108864",
    "256MiB, 268435456",
    "1 GiB, 1073741824",
    "10b, 10"
  })
  void sizesComeWithAndWithoutUnits(String text, long expected) throws ConfigurationException {
    Settings settings = Settings.of(Map.of("SIZE", text));
    assertThat(settings.bytes("SIZE", 0, 0, 1L << 30)).isEqualTo(expected);
    settings.throwIfProblems();
  }

  @Test
  void sizesThatAreNoneOrOutOfBoundsAreRefused() {
    assertThat(problems(Map.of("SIZE", "much"), s -> s.bytes("SIZE", 0, 0, 9)))
        .containsExactly("SIZE is \"much\", not a size such as 1048576, 64m or 256MiB");
    assertThat(problems(Map.of("SIZE", "10"), s -> s.bytes("SIZE", 0, 0, 9)))
        .containsExactly("SIZE is \"10\", not from 0 to 9 bytes");
    assertThat(problems(Map.of("SIZE", "999999999999999999t"), s -> s.bytes("SIZE", 0, 0, 9)))
        .containsExactly("SIZE is \"999999999999999999t\", not from 0 to 9 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "500ms, 500",
    "1m30s, 90000",
    "1.5h, 5400000",
    "30, 30000",
    "0.25, 250",
    "1h1m1s1ms, 3661001",
    "2000us, 2"
  })
  void durationsAreWrittenAsInGo(String text, long millis) throws ConfigurationException {
    Settings settings = Settings.of(Map.of("WAIT", text));
    assertThat(settings.duration("WAIT", SECOND, Duration.ZERO, Duration.ofHours(2)))
        .isEqualTo(Duration.ofMillis(millis));
    settings.throwIfProblems();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "1x", "s", "-1s", "1s 2s", "1s-", "1..5s"})
  void textThatIsNoDurationIsRefused(String text) {
    assertThat(problems(Map.of("WAIT", text), s -> s.duration("WAIT", SECOND, SECOND, HOUR)))
        .containsExactly("WAIT is \"" + text + "\", not a duration such as 500ms, 30s or 1m30s");
  }

  @Test
  void durationsOutOfBoundsAreRefused() {
    assertThat(
            problems(
                Map.of("WAIT", "2h"),
                s -> s.duration("WAIT", SECOND, Duration.ofMillis(500), HOUR)))
        .containsExactly("WAIT is \"2h\", not from 500ms to 3600s");
  }

  @Test
  void flagsAreSixWordsInAnyCase() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("A", "TRUE", "B", "1", "C", "Yes", "D", "no", "E", "0"));
    assertThat(settings.flag("A", false)).isTrue();
    assertThat(settings.flag("B", false)).isTrue();
    assertThat(settings.flag("C", false)).isTrue();
    assertThat(settings.flag("D", true)).isFalse();
    assertThat(settings.flag("E", true)).isFalse();
    settings.throwIfProblems();
    assertThat(problems(Map.of("A", "on"), s -> s.flag("A", false)))
        .containsExactly("A is \"on\", not one of true, 1, yes, false, 0, no");
  }

  @Test
  void choicesAreEnumNamesInAnyCase() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("A", "fs", "B", "s3-compatible"));
    assertThat(settings.choice("A", Storage.class, null)).isEqualTo(Storage.FS);
    assertThat(settings.choice("B", Storage.class, null)).isEqualTo(Storage.S3_COMPATIBLE);
    settings.throwIfProblems();
    assertThat(problems(Map.of("A", "TAPE"), s -> s.choice("A", Storage.class, Storage.FS)))
        .containsExactly("A is \"TAPE\", not one of FS, S3_COMPATIBLE");
  }

  @Test
  void portsComeWithAndWithoutColon() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("A", ":50051", "B", "50052", "C", "0"));
    assertThat(settings.port("A", 1)).isEqualTo(50051);
    assertThat(settings.port("B", 1)).isEqualTo(50052);
    assertThat(settings.port("C", 1)).isZero();
    settings.throwIfProblems();
    assertThat(problems(Map.of("A", "65536"), s -> s.port("A", 1)))
        .containsExactly("A is \"65536\", not a whole number from 0 to 65535");
  }

  @Test
  void endpointsAreHostAndPort() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("A", "source.local:50051", "B", "[::1]:7"));
    assertThat(settings.endpoint("A", LOCAL)).isEqualTo(new Endpoint("source.local", 50051));
    assertThat(settings.endpoint("B", LOCAL)).isEqualTo(new Endpoint("::1", 7));
    assertThat(settings.endpoint("B", LOCAL)).hasToString("[::1]:7");
    settings.throwIfProblems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | not host:port",
        ":50051 | not host:port",
        "http://localhost:50051 | not host:port (an IPv6 address goes in brackets)",
        "::1:50051 | not host:port (an IPv6 address goes in brackets)",
        "localhost: | not a whole number from 1 to 65535",
        "localhost:0 | not a whole number from 1 to 65535"
      })
  void whatIsNoEndpointIsRefused(String text, String message) {
    assertThat(problems(Map.of("A", text), s -> s.endpoint("A", LOCAL)))
        .containsExactly("A is \"" + text + "\", " + message);
  }

  @Test
  void aSecretComesFromAFileWithoutItsLineEnd(@TempDir Path folder)
      throws IOException, ConfigurationException {
    Path file = Files.writeString(folder.resolve("password"), "  hunter2 \n");
    Settings settings = Settings.of(Map.of("PASSWORD_FILE", file.toString()));
    assertThat(settings.secret("PASSWORD", "").reveal()).isEqualTo("  hunter2 ");
    settings.throwIfProblems();
  }

  @Test
  void noMessageAndNoTextHoldsASecret() {
    Map<String, String> both = Map.of("PASSWORD", "hunter2", "PASSWORD_FILE", "/no/such/file");
    assertThat(problems(both, s -> s.secret("PASSWORD", "")))
        .containsExactly("PASSWORD and PASSWORD_FILE are both set; set one of them");
    assertThat(problems(Map.of("PASSWORD_FILE", "/no/such/file"), s -> s.secret("PASSWORD", "")))
        .containsExactly("PASSWORD_FILE names a file that cannot be read: \"/no/such/file\"");
    Settings settings = Settings.of(Map.of("PASSWORD", "hunter2"));
    assertThat(settings.secret("PASSWORD", "")).hasToString("[redacted]");
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void allProblemsComeInOneMessageOneLineEach() {
    List<String> problems =
        problems(
            Map.of("PORT", "x", "WORKERS", "0"),
            s -> {
              s.port("PORT", 1);
              s.integer("WORKERS", 2, 1, 64);
              s.required("BUCKET_NAME");
              s.problem("START", "is above END");
            });
    assertThat(problems)
        .containsExactly(
            "PORT is \"x\", not a whole number from 0 to 65535",
            "WORKERS is \"0\", not a whole number from 1 to 64",
            "BUCKET_NAME is required",
            "START is above END");
  }

  @Test
  void aShownValueIsCutAndHasNoControlCharacters() {
    String text = "a\u001b[31m\n" + "b".repeat(200);
    assertThat(problems(Map.of("N", text), s -> s.integer("N", 1, 1, 2)))
        .singleElement()
        .asString()
        .startsWith("N is \"a\\u001b[31m\\u000abbb")
        .hasSizeLessThan(200);
  }

  private static List<String> problems(Map<String, String> environment, Consumer<Settings> reads) {
    Settings settings = Settings.of(environment);
    reads.accept(settings);
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, settings::throwIfProblems);
    assertThat(thrown).as("problems of %s", environment).isNotNull();
    assertThat(thrown.getMessage().lines()).containsExactlyElementsOf(thrown.problems());
    return thrown.problems();
  }

  @Test
  void readsSeveralEndpointsInTheirOrder() throws ConfigurationException {
    Settings settings = Settings.of(Map.of("SOURCES", "a:1, [::1]:2,b:3", "TWICE", "a:1,a:1"));
    Endpoint fallback = new Endpoint("localhost", 9);
    assertThat(settings.list("SOURCES", fallback, Endpoint::parse))
        .containsExactly(new Endpoint("a", 1), new Endpoint("::1", 2), new Endpoint("b", 3));
    assertThat(settings.list("UNSET", fallback, Endpoint::parse)).containsExactly(fallback);
    settings.throwIfProblems();
    settings.list("TWICE", fallback, Endpoint::parse);
    assertThatThrownBy(settings::throwIfProblems)
        .hasMessageContaining("TWICE")
        .hasMessageContaining("names a:1 twice");
  }
}
