package io.ttpprocessor.store;

import com.zaxxer.hikari.HikariDataSource;
import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Takes ledgers as a store does, and instead of storing them compares each with what is stored: its
 * rows and its digest. On request it replaces the ledgers that differ, those of a batch in one
 * transaction. A batch may be given again after a failure: what was told of it is not told twice.
 */
public final class ComparisonSink implements EventSink {
  private final HikariDataSource pool;
  private final EventTable table;
  private final CursorTable cursorTable;
  private final BatchCopy expectedCopy;
  private final TableComparison events;
  private final TableComparison digests;
  private final Optional<LedgerRepair> repair;
  private final DifferenceListener listener;
  private final SqlFailures failures;
  private final LedgerRanges ranges;
  private final Partitions partitions;
  private List<DoneRange> stored = List.of();
  private Findings findings = new Findings(null);

  /** What has been told of one batch. */
  private static final class Findings {
    private final LedgerBatch batch;
    private final SortedSet<Long> ledgers = new TreeSet<>();
    private boolean inDigests;
    private long lastLedger = -1;
    private long lastOrdinal = -1;

    Findings(LedgerBatch batch) {
      this.batch = batch;
    }

    /** Whether {@code difference} comes after all that have been told. */
    boolean isNew(RowDifference difference) {
      boolean ofDigest = difference.ordinal().isEmpty();
      long ordinal = difference.ordinal().orElse(0);
      boolean later =
          ofDigest == inDigests
              ? difference.ledger() > lastLedger
                  || difference.ledger() == lastLedger && ordinal > lastOrdinal
              : ofDigest;
      if (later) {
        inDigests = ofDigest;
        lastLedger = difference.ledger();
        lastOrdinal = ordinal;
      }
      return later;
    }
  }

  /**
   * A comparison with {@code table} in {@code database}; connects on first use.
   *
   * @param pipeline who writes the table: what its cursor says
   * @param repair whether ledgers that differ are replaced
   */
  public ComparisonSink(
      PGSimpleDataSource database,
      EventTable table,
      String pipeline,
      boolean repair,
      DifferenceListener listener) {
    this.pool = PostgresSink.pool(database, "comparison-" + table.name());
    this.table = table;
    this.cursorTable = new CursorTable(table, pipeline);
    this.ranges = new LedgerRanges(table, pipeline);
    this.partitions = new Partitions(table, PostgresSink.USUAL_PARTITION_LEDGERS);
    this.expectedCopy =
        BatchCopy.into(
            table,
            "pg_temp." + TableComparison.expectedTable(table.name()),
            "pg_temp." + TableComparison.expectedTable(BatchCopy.DIGEST_TABLE));
    this.events = TableComparison.ofEvents(table);
    this.digests = TableComparison.ofDigests(table);
    this.repair = repair ? Optional.of(new LedgerRepair(table, ranges)) : Optional.empty();
    this.listener = listener;
    this.failures = new SqlFailures(database);
  }

  /** Reads which ledgers are stored, which has to be known before any is compared. */
  public void open() throws SinkException {
    try (Connection connection = pool.getConnection()) {
      cursorTable.read(connection);
      stored = ranges.done(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("read which ledgers " + table.name() + " holds", e);
    }
  }

  /** What is done, as {@link #open} found it. */
  public List<DoneRange> stored() {
    return stored;
  }

  /** Empty: nothing is ever stored here, so a comparison that failed is done again. */
  @Override
  public Optional<Cursor> cursor() {
    return Optional.empty();
  }

  @Override
  public void write(LedgerBatch batch) throws SinkException {
    expectSameRules(batch.after());
    if (findings.batch != batch) {
      findings = new Findings(batch);
    }
    compare(batch);
    if (repair.isPresent() && !findings.ledgers.isEmpty()) {
      replace(repair.get(), batch);
    }
    listener.compared(findings.ledgers.size());
  }

  /** Events of another network or of other rules differ everywhere, which says nothing. */
  private void expectSameRules(Cursor stream) throws SinkException {
    for (DoneRange range : stored) {
      expectSameRules(stream, range);
    }
  }

  private void expectSameRules(Cursor stream, DoneRange range) throws SinkException {
    if (!range.network().equals(stream.network())
        || range.rulesVersion() != stream.rulesVersion()) {
      throw new SinkException(
          Kind.PERMANENT,
          String.format(
              "cannot compare: %s holds events of network %s, made by rules version %d; those of"
                  + " the stream are of network %s, made by rules version %d",
              table.name(),
              range.network(),
              range.rulesVersion(),
              stream.network(),
              stream.rulesVersion()));
    }
  }

  private void compare(LedgerBatch batch) throws SinkException {
    try (Connection connection = pool.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        // Times are told in UTC, whatever this machine's zone is.
        statement.execute("SET LOCAL timezone TO 'UTC'");
      }
      events.prepare(connection);
      digests.prepare(connection);
      expectedCopy.write(connection, batch);
      events.compare(connection, batch, this::found);
      digests.compare(connection, batch, this::found);
      connection.commit();
    } catch (SQLException e) {
      throw failures.of("compare ledgers " + batch.first() + " to " + batch.last(), e);
    }
  }

  private void found(RowDifference difference) {
    findings.ledgers.add(difference.ledger());
    if (findings.isNew(difference)) {
      listener.differs(difference);
    }
  }

  private void replace(LedgerRepair ledgerRepair, LedgerBatch batch) throws SinkException {
    SortedMap<Long, String> refused = new TreeMap<>();
    try (Connection connection = pool.getConnection()) {
      // That of ledgers which are all lost may be lost as well; gaps beside them stay free.
      LedgerSpan lost = new LedgerSpan(findings.ledgers.first(), findings.ledgers.last());
      for (DoneRange range : ranges.done(connection)) {
        if (range.span().overlaps(lost)) {
          partitions.makeWithin(connection, range.span().common(lost), range.span());
        }
      }
      connection.commit();
      refused.putAll(ledgerRepair.replace(connection, batch, findings.ledgers));
      connection.commit();
    } catch (SQLException e) {
      throw failures.of(
          "replace ledgers of " + table.name() + " from " + batch.first() + " to " + batch.last(),
          e);
    }
    for (long ledger : findings.ledgers) {
      if (refused.containsKey(ledger)) {
        listener.refused(ledger, refused.get(ledger));
      } else {
        listener.repaired(ledger);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
