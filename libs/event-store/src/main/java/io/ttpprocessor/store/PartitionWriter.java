package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the writers of a {@link PartitionLoader}'s range, in its process or another: takes slices
 * of the range, ledgers that follow each other, each in one transaction. A slice that is given
 * again, by this writer or another, after a failure whose outcome is not known, is stored once.
 * Used by one thread.
 */
public final class PartitionWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PartitionWriter.class);

  private final PGSimpleDataSource database;
  private final EventTable table;
  private final PartitionStaging staging;
  private final BatchCopy copy;
  private final SqlFailures failures;
  private Connection connection;

  /** A writer for the load of {@code span}, which has begun; connects on first use. */
  public PartitionWriter(PGSimpleDataSource database, EventTable table, LedgerSpan span) {
    this.database = database;
    this.table = table;
    this.staging = new PartitionStaging(table, span);
    this.copy = BatchCopy.into(table, staging);
    this.failures = new SqlFailures(database);
  }

  /**
   * Stores a slice.
   *
   * @param ledgers each following the one before; all of the range's
   * @return false where all of it was stored before
   * @throws SinkException when it was not stored, or that is not known: then the same slice may be
   *     given again
   */
  public boolean write(List<LedgerEvents> ledgers) throws SinkException {
    LedgerBatch slice = new LedgerBatch(Optional.empty(), ledgers);
    LedgerSpan span = staging.span();
    if (slice.first() < span.first()
        || slice.last() > span.last()
        || slice.last() - slice.first() + 1 != ledgers.size()) {
      throw new SinkException(
          Kind.PERMANENT,
          String.format(
              "%d ledgers from %d to %d are no slice of %s",
              ledgers.size(), slice.first(), slice.last(), span));
    }
    try {
      if (connection == null) {
        connection = LoadConnections.open(database);
        // Nothing counts before the loader's last commit, which brings all before it to the disk.
        PartitionStaging.execute(connection, "SET synchronous_commit = off");
        connection.setAutoCommit(false);
      }
      long stored = stored(slice);
      if (stored == 0) {
        copy.write(connection, slice);
      } else if (stored != ledgers.size()) {
        throw new SinkException(
            Kind.PERMANENT,
            String.format(
                "of ledgers %d to %d of %s, %d are loaded already: slices must be the same ones"
                    + " whenever they are given again",
                slice.first(), slice.last(), table.name(), stored));
      }
      connection.commit();
      return stored == 0;
    } catch (SQLException e) {
      close();
      throw failures.of(table, slice, e);
    } catch (SinkException e) {
      close();
      throw e;
    }
  }

  private long stored(LedgerBatch slice) throws SQLException {
    String sql =
        "SELECT count(*) FROM " + staging.ledgers() + " WHERE ledger_sequence BETWEEN ? AND ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, slice.first());
      statement.setLong(2, slice.last());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Ends the connection; what was not committed is not stored. */
  @Override
  public void close() {
    if (connection != null) {
      try (Connection ended = connection) {
        connection = null;
        ended.rollback();
      } catch (SQLException e) {
        log.debug("A connection that is given up said: {}", e.getMessage());
      }
    }
  }
}
