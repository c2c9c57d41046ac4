package io.ttpprocessor.datalake.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a status of an HTTP answer means for a store (RFC 9110), whatever the server. */
final class HttpFaults {
  private static final int LONGEST_DETAIL = 300;

  private HttpFaults() {}

  /** Whether the status says that there is no such object. */
  static boolean isAbsent(int status) {
    return status == 404 || status == 410;
  }

  /** Whether the same request may succeed later. */
  static boolean isPassing(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /**
   * A status that is neither success nor absence, as an exception.
   *
   * @param what object and store
   * @param detail what the answer says beside its status; may be empty
   * @param retryAfter the header, or null
   */
  static StoreException of(String what, int status, String detail, String retryAfter) {
    String message = String.format("%s: the store answered %d%s", what, status, shown(detail));
    return isPassing(status)
        ? StoreException.passing(message, duration(retryAfter))
        : StoreException.refused(message, null);
  }

  /** Retry-After as a number of seconds; a date, or nonsense, counts as none. */
  private static Optional<Duration> duration(String retryAfter) {
    return retryAfter != null && retryAfter.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }

  /** Text from a server: one line, cut. */
  private static String shown(String detail) {
    String line = detail.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    String cut = line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) : line;
    return cut.isEmpty() ? "" : " (" + cut + ")";
  }

  /** A date of HTTP; one that is absent or cannot be read counts as long ago. */
  static Instant instant(String date) {
    if (date == null) {
      return Instant.EPOCH;
    }
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
