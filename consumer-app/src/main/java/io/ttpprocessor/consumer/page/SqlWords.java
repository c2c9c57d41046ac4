package io.ttpprocessor.consumer.page;

import java.sql.SQLException;

/** What a failure of the database's is for people. */
final class SqlWords {
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String CANCELLED = "57014";

  private SqlWords() {}

  /** Whether a table is not there. */
  static boolean isUndefined(SQLException failure) {
    return UNDEFINED_TABLE.equals(failure.getSQLState());
  }

  /** Whether the statement took longer than it may. */
  static boolean isTooSlow(SQLException failure) {
    return CANCELLED.equals(failure.getSQLState());
  }

  /** The message, one line; of a connection that the pool could not make, the reason's. */
  static String of(SQLException failure) {
    Throwable cause = failure.getCause() instanceof SQLException ? failure.getCause() : failure;
    String message = String.valueOf(cause.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
