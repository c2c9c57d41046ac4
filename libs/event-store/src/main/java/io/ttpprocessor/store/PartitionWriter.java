package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the writers of a {@link PartitionLoader}'s range, in its process or another: takes slices
 * of the range, ledgers that follow each other, each in one transaction. After a failure the range
 * is begun anew: a slice that is given a second time is refused, stored or not. Used by one thread.
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
   * @throws SinkException when it was not stored, or that is not known
   */
  public void write(List<LedgerEvents> ledgers) throws SinkException {
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
      copy.write(connection, slice);
      connection.commit();
    } catch (SQLException e) {
      close();
      throw failures.of(table, slice, e);
    } catch (SinkException e) {
      close();
      throw e;
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
