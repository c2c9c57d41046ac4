package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.SinkException.Kind;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what PostgreSQL says into what to do about it. The split by SQLSTATE follows PostgreSQL's
 * manual, appendix "PostgreSQL Error Codes".
 */
final class SqlFailures {
  /** SQLSTATE of a lock that was not had within {@code lock_timeout}. */
  static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Prefixes of the states that can pass without anybody mending anything. */
  private static final List<String> TRANSIENT_STATES =
      List.of(
          "08", // connection exceptions; 08P01 too, which poolers say of any failure of theirs
          "25006", // read-only transaction: a standby that has not been promoted yet
          "25P03", // idle-in-transaction timeout
          "25P04", // transaction timeout
          "40001", // serialization failure
          "40003", // statement completion unknown
          "40P01", // deadlock
          "53000", // out of something
          "53100", // out of disk
          "53200", // out of memory
          "53300", // out of connections; 53400, a limit of the configuration, does not pass
          LOCK_NOT_AVAILABLE,
          "57014", // statement cancelled
          "57P01", // terminated by an administrator
          "57P02", // a server process crashed
          "57P03", // starting up or shutting down
          "57P05", // idle for too long; 57P04, the database was dropped, does not pass
          "58030"); // input or output failed, as on a disk that went away

  private static final Pattern COPY_LINE =
      Pattern.compile("COPY (\\w+), line (\\d+)(?:, column (\\w+))?");

  private static final String UNDEFINED_TABLE = "42P01";
  private static final Pattern OUR_TABLE =
      Pattern.compile(
          "\"(token_transfers|contract_events|ledger_digests|pipeline_cursor|ledger_ranges"
              + "|ledger_partitions|complete_ledgers|retention_holds)\"");

  private final String database;

  /** Failures of {@code database}, which their messages name. */
  SqlFailures(PGSimpleDataSource database) {
    this.database =
        String.format(
            "database %s at %s:%d",
            database.getDatabaseName(), database.getServerNames()[0], database.getPortNumbers()[0]);
  }

  /** A failure that does not concern a batch; {@code doing} completes "cannot …". */
  SinkException of(String doing, Exception failure) {
    return new SinkException(
        kind(failure),
        String.format("cannot %s: %s (%s)", doing, text(failure), database),
        failure);
  }

  /**
   * A failure to store {@code batch} in {@code table}: names ledger, event and column where
   * PostgreSQL does.
   */
  SinkException of(EventTable table, LedgerBatch batch, Exception failure) {
    return of("store " + place(table, batch, failure), failure);
  }

  private static Kind kind(Exception failure) {
    SQLException sql = sqlFailure(failure);
    if (sql == null) {
      return Kind.PERMANENT;
    }
    String state = sql.getSQLState();
    if (state == null) {
      boolean passing =
          sql instanceof SQLTransientException || sql instanceof SQLRecoverableException;
      return passing ? Kind.TRANSIENT : Kind.PERMANENT;
    }
    return TRANSIENT_STATES.stream().anyMatch(state::startsWith) ? Kind.TRANSIENT : Kind.PERMANENT;
  }

  /** The innermost SQL failure that says its state: pools and migrations wrap them. */
  private static SQLException sqlFailure(Throwable failure) {
    SQLException found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        SQLException sql = (SQLException) cause;
        if (found == null || sql.getSQLState() != null) {
          found = sql;
        }
      }
    }
    return found;
  }

  private static String text(Exception failure) {
    SQLException sql = sqlFailure(failure);
    if (sql == null) {
      return clean(String.valueOf(failure.getMessage()));
    }
    ServerErrorMessage server = serverMessage(sql);
    String text = sql.getMessage();
    if (server != null) {
      text =
          server.getDetail() == null
              ? server.getMessage()
              : server.getMessage() + " (" + server.getDetail() + ")";
    }
    return clean(text)
        + noTables(sql, text)
        + unknownHost(sql)
        + " [SQLSTATE "
        + sql.getSQLState()
        + "]";
  }

  /** Commands that change nothing make no tables. */
  private static String noTables(SQLException failure, String text) {
    return UNDEFINED_TABLE.equals(failure.getSQLState()) && OUR_TABLE.matcher(text).find()
        ? ": no consumer, fill or backfill has made the tables of this database"
        : "";
  }

  /** The driver says no more than that it could not connect. */
  private static String unknownHost(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return " Unknown host.";
      }
    }
    return "";
  }

  private static ServerErrorMessage serverMessage(SQLException failure) {
    return failure instanceof PSQLException
        ? ((PSQLException) failure).getServerErrorMessage()
        : null;
  }

  private static String place(EventTable table, LedgerBatch batch, Exception failure) {
    SQLException sql = sqlFailure(failure);
    ServerErrorMessage server = sql == null ? null : serverMessage(sql);
    if (server == null) {
      return ledgers(batch);
    }
    Matcher line = COPY_LINE.matcher(String.valueOf(server.getWhere()));
    if (!line.find()) {
      return ledgers(batch);
    }
    String column = line.group(3) == null ? server.getColumn() : line.group(3);
    long row = Long.parseLong(line.group(2)) - 1;
    return (line.group(1).equals(table.name())
            ? event(table, batch, row)
            : digest(batch, row, line.group(1)))
        + (column == null ? "" : ", column " + column);
  }

  /** The event in row {@code row} (from 0) of the batch's. */
  private static String event(EventTable table, LedgerBatch batch, long row) {
    long left = row;
    for (LedgerEvents ledger : batch.ledgers()) {
      int count = table.count(ledger);
      if (left < count) {
        return "ledger "
            + Integer.toUnsignedString(ledger.getSequence())
            + ", event "
            + Integer.toUnsignedString(table.ordinal(ledger, (int) left));
      }
      left -= count;
    }
    return ledgers(batch);
  }

  /** A table with a row a ledger. */
  private static String digest(LedgerBatch batch, long row, String table) {
    return row < batch.ledgers().size()
        ? "ledger " + (batch.first() + row) + " in " + table
        : ledgers(batch);
  }

  private static String ledgers(LedgerBatch batch) {
    return batch.first() == batch.last()
        ? "ledger " + batch.first()
        : "ledgers " + batch.first() + " to " + batch.last();
  }

  /** On one line: what PostgreSQL cites may hold line ends of a memo's. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").trim();
  }
}
