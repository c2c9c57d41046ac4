package io.ttpprocessor.kit.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service's settings, read from environment variables.
 *
 * <p>A blank variable counts as unset, and values are trimmed. Each reader takes the variable's
 * name first and then its aliases (names that the original pipeline used); two of them set to
 * different values are a problem. A reader that meets a problem notes it and returns the fallback,
 * so that a service reads everything and then calls {@link #throwIfProblems()} once.
 *
 * <p>Not thread-safe.
 */
public final class Settings {
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final AskedVariables asked = new AskedVariables();

  private Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Settings over a copy of {@code environment}. */
  public static Settings of(Map<String, String> environment) {
    return new Settings(environment);
  }

  /** Text, or {@code fallback} when unset. */
  public String text(String name, String fallback, String... aliases) {
    asked.add(name, aliases, fallback);
    return find(name, aliases).map(Found::value).orElse(fallback);
  }

  /** Text that must be set; the empty string, and a problem, when it is not. */
  public String required(String name, String... aliases) {
    asked.add(name, aliases, "required");
    Optional<Found> found = find(name, aliases);
    if (found.isEmpty()) {
      problem(name, "is required" + alternatives(aliases));
    }
    return found.map(Found::value).orElse("");
  }

  /** Text, or nothing when unset. */
  public Optional<String> optional(String name, String... aliases) {
    asked.add(name, aliases, "");
    return find(name, aliases).map(Found::value);
  }

  /** A decimal integer from {@code least} to {@code most}, both inclusive. */
  public int integer(String name, int fallback, int least, int most, String... aliases) {
    asked.add(name, aliases, Integer.toString(fallback));
    return parse(find(name, aliases), fallback, text -> Values.integer(text, least, most));
  }

  /**
   * A size in bytes from {@code least} to {@code most}, both inclusive: a bare number, or one with
   * a unit (k, KB, KiB, m, MB, MiB, g, GB, GiB, in any case), each a power of 1,024.
   */
  public long bytes(String name, long fallback, long least, long most, String... aliases) {
    asked.add(name, aliases, ShownValue.ofBytes(fallback));
    return parse(find(name, aliases), fallback, text -> Values.bytes(text, least, most));
  }

  /**
   * A duration from {@code least} to {@code most}, both inclusive, as Go writes it ({@code 500ms},
   * {@code 1m30s}, {@code 1.5h}) or as a bare number of seconds.
   */
  public Duration duration(
      String name, Duration fallback, Duration least, Duration most, String... aliases) {
    asked.add(name, aliases, ShownValue.ofDuration(fallback));
    return parse(find(name, aliases), fallback, text -> Values.duration(text, least, most));
  }

  /**
   * True for {@code true}, {@code 1}, {@code yes}; false for {@code false}, {@code 0}, {@code no}.
   */
  public boolean flag(String name, boolean fallback, String... aliases) {
    asked.add(name, aliases, Boolean.toString(fallback));
    return parse(find(name, aliases), fallback, Values::flag);
  }

  /** A constant of {@code type} by its name, in any case, {@code -} read as {@code _}. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback, String... aliases) {
    asked.add(name, aliases, fallback == null ? "" : fallback.name().replace('_', '-'));
    return parse(find(name, aliases), fallback, text -> Values.choice(text, type));
  }

  /**
   * A port to listen on, 0 to 65535, as {@code 50051} or {@code :50051}; 0 asks for any free one.
   */
  public int port(String name, int fallback, String... aliases) {
    asked.add(name, aliases, Integer.toString(fallback));
    return parse(find(name, aliases), fallback, Values::port);
  }

  /** A server to connect to, as {@code host:port}. */
  public Endpoint endpoint(String name, Endpoint fallback, String... aliases) {
    asked.add(name, aliases, fallback.toString());
    return parse(find(name, aliases), fallback, Values::endpoint);
  }

  /**
   * Values separated by commas, none twice.
   *
   * @param parser makes one of its trimmed text; what it throws says what the text is not
   */
  public <T> List<T> list(String name, T fallback, Function<String, T> parser, String... aliases) {
    asked.add(name, aliases, fallback.toString());
    return parse(find(name, aliases), List.of(fallback), text -> Values.list(text, parser));
  }

  /**
   * A secret from {@code name}, or from the file that {@code name_FILE} names (its trailing line
   * end dropped). Both set is a problem. A secret is not trimmed, and its value is in no message.
   */
  public Secret secret(String name, String fallback) {
    asked.add(name, new String[0], fallback);
    asked.add(name + "_FILE", new String[0], "");
    String inline = environment.getOrDefault(name, "");
    String file = environment.getOrDefault(name + "_FILE", "").trim();
    if (!inline.isBlank() && !file.isEmpty()) {
      problem(name, "and " + name + "_FILE are both set; set one of them");
    } else if (!file.isEmpty()) {
      return new Secret(readSecretFile(name + "_FILE", file, fallback));
    }
    return new Secret(inline.isBlank() ? fallback : inline);
  }

  /**
   * What has been asked for so far, with what it is where it is unset, for whoever holds documents
   * against the code: a variable's name, and after it its aliases, each after a blank; to the
   * fallback as a person would set it, {@code required}, or nothing where the reader has none.
   */
  public Map<String, String> asked() {
    return asked.toMap();
  }

  /** Notes a problem that the caller found, for instance between two settings. */
  public void problem(String name, String message) {
    String problem = name + " " + message;
    // A variable that several readers share is told once.
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Throws one exception with every problem noted so far, if there is any. */
  public void throwIfProblems() throws ConfigurationException {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private String readSecretFile(String name, String file, String fallback) {
    try {
      return Files.readString(Path.of(file)).replaceFirst("\\R\\z", "");
    } catch (IOException | InvalidPathException e) {
      problem(name, "names a file that cannot be read: " + ShownValue.of(file));
      return fallback;
    }
  }

  private Optional<Found> find(String name, String... aliases) {
    Found first = null;
    for (String candidate : withAliases(name, aliases)) {
      String value = environment.getOrDefault(candidate, "").trim();
      if (value.isEmpty()) {
        continue;
      }
      if (first == null) {
        first = new Found(candidate, value);
      } else if (!first.value().equals(value)) {
        problem(
            first.name(),
            String.format(
                "is %s but %s, another name of the same setting, is %s",
                ShownValue.of(first.value()), candidate, ShownValue.of(value)));
      }
    }
    return Optional.ofNullable(first);
  }

  private <T> T parse(Optional<Found> found, T fallback, Values.Parser<T> parser) {
    if (found.isEmpty()) {
      return fallback;
    }
    Found setting = found.get();
    try {
      return parser.parse(setting.value());
    } catch (IllegalArgumentException e) {
      problem(setting.name(), "is " + ShownValue.of(setting.value()) + ", " + e.getMessage());
      return fallback;
    }
  }

  private static List<String> withAliases(String name, String... aliases) {
    List<String> names = new ArrayList<>();
    names.add(name);
    names.addAll(Arrays.asList(aliases));
    return names;
  }

  private static String alternatives(String... aliases) {
    return aliases.length == 0
        ? ""
        : Arrays.stream(aliases).collect(Collectors.joining(" or ", " (or its alias ", ")"));
  }

  /** A variable that is set: which of its names, and its trimmed value. */
  private record Found(String name, String value) {}

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Settings[%d variables, %d problems]", environment.size(), problems.size());
  }
}
