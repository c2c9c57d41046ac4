package io.ttpprocessor.kit.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text of one setting to its value. Each parser refuses with an IllegalArgumentException whose
 * message goes on from "NAME is "value", ".
 */
final class Values {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18})\\s*(?:([kmgt])i?b?|b)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ns|us|\u00b5s|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Values() {}

  /** Text to value, refusing with an IllegalArgumentException. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text);
  }

  static int integer(String text, int least, int most) {
    return (int) wholeNumber(text, least, most);
  }

  static long bytes(String text, long least, long most) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size such as 1048576, 64m or 256MiB");
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2).toLowerCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "kmgt".indexOf(unit) + 1;
    BigDecimal size =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
    if (size.compareTo(BigDecimal.valueOf(least)) < 0
        || size.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new IllegalArgumentException(String.format("not from %d to %d bytes", least, most));
    }
    return size.longValueExact();
  }

  static Duration duration(String text, Duration least, Duration most) {
    Duration duration = duration(text);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          String.format("not from %s to %s", goStyle(least), goStyle(most)));
    }
    return duration;
  }

  private static Duration duration(String text) {
    String withUnit = text.matches("\\d{1,12}(\\.\\d{1,9})?") ? text + "s" : text;
    Matcher matcher = DURATION_PART.matcher(withUnit);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.get(matcher.group(2)));
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(unit));
      end = matcher.end();
    }
    if (end == 0 || end != withUnit.length()) {
      throw new IllegalArgumentException("not a duration such as 500ms, 30s or 1m30s");
    }
    BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue());
  }

  private static String goStyle(Duration duration) {
    return duration.toNanosPart() == 0
        ? duration.toSeconds() + "s"
        : BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros().toPlainString() + "ms";
  }

  static boolean flag(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "true":
      case "1":
      case "yes":
        return true;
      case "false":
      case "0":
      case "no":
        return false;
      default:
        throw new IllegalArgumentException("not one of true, 1, yes, false, 0, no");
    }
  }

  static <E extends Enum<E>> E choice(String text, Class<E> type) {
    String wanted = text.replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        Arrays.stream(type.getEnumConstants())
            .map(Enum::name)
            .collect(Collectors.joining(", ", "not one of ", "")));
  }

  static int port(String text) {
    return (int) wholeNumber(text.startsWith(":") ? text.substring(1) : text, 0, 65_535);
  }

  /** Servers as {@code host:port}, separated by commas. */
  static <T> List<T> list(String text, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      T value = parser.apply(part.trim());
      if (values.contains(value)) {
        throw new IllegalArgumentException("names " + value + " twice");
      }
      values.add(value);
    }
    return List.copyOf(values);
  }

  static Endpoint endpoint(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("not host:port (an IPv6 address goes in brackets)");
    }
    if (host.isBlank() || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not host:port");
    }
    return new Endpoint(host, (int) wholeNumber(text.substring(colon + 1), 1, 65_535));
  }

  private static long wholeNumber(String text, long least, long most) {
    if (text.matches("[+-]?\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        String.format("not a whole number from %d to %d", least, most));
  }
}
