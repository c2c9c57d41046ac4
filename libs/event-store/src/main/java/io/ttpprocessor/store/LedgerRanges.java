package io.ttpprocessor.store;

import io.ttpprocessor.store.SinkException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The ranges of ledgers that are whole in a table: those of {@code ledger_ranges}, which backfills
 * add, and above all of them the live consumer's own, which its cursor tells. Whoever changes them,
 * but for the cursor's own moves upward, first takes the table's lock, so that no two can come to
 * overlap: a backfill stays below the cursor's first ledger, and a cursor begins above all ranges.
 */
public final class LedgerRanges {
  private static final String DONE =
      "SELECT first_ledger, last_ledger, network, rules_version, previous_hash, last_hash,"
          + " pipeline, filter FROM ledger_ranges WHERE table_name = ?"
          + " UNION ALL SELECT first_ledger, ledger_sequence, network, rules_version,"
          + " previous_hash, ledger_hash, pipeline, filter FROM pipeline_cursor"
          + " WHERE table_name = ? ORDER BY 1";
  private static final String INSERT =
      "INSERT INTO ledger_ranges (table_name, first_ledger, last_ledger, network, rules_version,"
          + " previous_hash, last_hash, pipeline, filter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final EventTable table;
  private final String pipeline;

  /**
   * @param pipeline who writes the table: ranges of another's are refused
   */
  public LedgerRanges(EventTable table, String pipeline) {
    this.table = table;
    this.pipeline = pipeline;
  }

  /** What is done, on a connection of its own. */
  public List<DoneRange> done(PGSimpleDataSource database) throws SinkException {
    try (Connection connection = database.getConnection()) {
      return done(connection);
    } catch (SQLException e) {
      throw new SqlFailures(database).of("read which ledgers " + table.name() + " holds", e);
    }
  }

  /**
   * What is done, in order and disjoint; the last may be the cursor's own.
   *
   * @throws SinkException when it is another pipeline's, or was stored with another filter
   */
  List<DoneRange> done(Connection connection) throws SQLException, SinkException {
    return read(connection, table.name());
  }

  /** The cursor's own is that of {@code cursorsTable}; of no table, it is left out. */
  private List<DoneRange> read(Connection connection, String cursorsTable)
      throws SQLException, SinkException {
    List<DoneRange> ranges = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(DONE)) {
      statement.setString(1, table.name());
      statement.setString(2, cursorsTable);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          DoneRange range =
              new DoneRange(
                  rows.getLong(1),
                  rows.getLong(2),
                  rows.getString(3),
                  rows.getLong(4),
                  rows.getString(5),
                  rows.getString(6));
          expectOurs(range, rows.getString(7), rows.getString(8));
          ranges.add(range);
        }
      }
    }
    return ranges;
  }

  private void expectOurs(DoneRange range, String owner, String filter) throws SinkException {
    if (!owner.equals(pipeline) || !filter.equals(table.filter())) {
      throw refused(
          String.format(
              "%s are of pipeline %s and filter [%s]; this is pipeline %s with filter [%s]",
              range.span(), owner, filter, pipeline, table.filter()));
    }
  }

  private SinkException refused(String why) {
    return new SinkException(Kind.PERMANENT, "table " + table.name() + ": " + why);
  }

  /** Waits until nobody else changes the table's ranges; held until the transaction ends. */
  void lock(Connection connection) throws SQLException {
    String sql = "SELECT pg_advisory_xact_lock(hashtextextended('ledger_ranges ' || ?, 0))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      statement.execute();
    }
  }

  /**
   * Of what is done the cursor's own, if it is in the way of {@code span}: the cursor owns all
   * ledgers from its first on.
   *
   * @param owned {@link #ownedFrom}
   */
  static Optional<DoneRange> cursorsIn(
      List<DoneRange> done, Optional<Long> owned, LedgerSpan span) {
    return done.stream()
        .filter(range -> owned.equals(Optional.of(range.first())) && range.first() <= span.last())
        .findFirst();
  }

  /** Refuses a range that touches what is done or what the cursor owns; both may change after. */
  void expectFree(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    expectFree(done(connection), ownedFrom(connection), span);
  }

  /** The same of what has been read. */
  void expectFree(List<DoneRange> done, Optional<Long> owned, LedgerSpan span)
      throws SinkException {
    Optional<DoneRange> cursorsOwn = cursorsIn(done, owned, span);
    for (DoneRange other : done) {
      boolean cursors = cursorsOwn.equals(Optional.of(other));
      if (span.last() >= other.first() && (cursors || span.first() <= other.last())) {
        String why =
            cursors
                ? "all from ledger " + other.first() + " on are the live consumer's"
                : other.span() + " are done already";
        throw new SinkException(
            Kind.RANGE_TAKEN, "table " + table.name() + ": " + span + " cannot be added: " + why);
      }
    }
  }

  /**
   * Says that {@code range} is done, in the transaction that makes its rows visible; it and its
   * neighbours become one.
   *
   * @throws SinkException when it touches what is done or what the cursor owns, or does not follow
   *     its neighbours; names both
   */
  void add(Connection connection, DoneRange range) throws SQLException, SinkException {
    lock(connection);
    expectFree(connection, range.span());
    Optional<DoneRange> before = Optional.empty();
    Optional<DoneRange> after = Optional.empty();
    Optional<Long> owned = ownedFrom(connection);
    for (DoneRange other : done(connection)) {
      expectSame(range, other);
      if (other.last() + 1 == range.first()) {
        before = Optional.of(other);
        expectFollows(other, range);
      } else if (range.last() + 1 == other.first()) {
        expectFollows(range, other);
        // The cursor's row is its own; only the view unites them.
        boolean cursors = owned.equals(Optional.of(other.first()));
        after = cursors ? Optional.empty() : Optional.of(other);
      }
    }
    replace(connection, range, before, after);
  }

  private void replace(
      Connection connection, DoneRange range, Optional<DoneRange> before, Optional<DoneRange> after)
      throws SQLException {
    for (Optional<DoneRange> neighbour : List.of(before, after)) {
      if (neighbour.isPresent()) {
        delete(connection, neighbour.get());
      }
    }
    insert(
        connection,
        new DoneRange(
            before.orElse(range).first(),
            after.orElse(range).last(),
            range.network(),
            range.rulesVersion(),
            before.orElse(range).previousHash(),
            after.orElse(range).lastHash()));
  }

  /** Refuses a range of another network or other rules than one that is done. */
  void expectSame(DoneRange range, DoneRange other) throws SinkException {
    if (!range.network().equals(other.network()) || range.rulesVersion() != other.rulesVersion()) {
      throw refused(
          String.format(
              "%s are of network %s and rules version %d, but %s of network %s and version %d",
              range.span(),
              range.network(),
              range.rulesVersion(),
              other.span(),
              other.network(),
              other.rulesVersion()));
    }
  }

  private void expectFollows(DoneRange range, DoneRange next) throws SinkException {
    boolean known = next.previousHash() != null && range.lastHash() != null;
    if (known && !next.previousHash().equals(range.lastHash())) {
      throw refused(
          String.format(
              "ledger %d does not follow ledger %d: its previous hash is %s, ledger %d has %s",
              next.first(), range.last(), next.previousHash(), range.last(), range.lastHash()));
    }
  }

  /** From where on all ledgers are the live consumer's; empty where none has begun. */
  public Optional<Long> ownedFrom(PGSimpleDataSource database) throws SinkException {
    try (Connection connection = database.getConnection()) {
      return ownedFrom(connection);
    } catch (SQLException e) {
      throw new SqlFailures(database).of("read the cursor of table " + table.name(), e);
    }
  }

  Optional<Long> ownedFrom(Connection connection) throws SQLException {
    String sql = "SELECT first_ledger FROM pipeline_cursor WHERE table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  /**
   * Lets a cursor begin with {@code batch}, in the transaction that makes it.
   *
   * @throws SinkException when ranges that are done lie at or above it, or it does not follow them
   */
  void expectRoomFor(Connection connection, LedgerBatch batch) throws SQLException, SinkException {
    lock(connection);
    Cursor cursor = batch.after();
    DoneRange range =
        new DoneRange(
            batch.first(),
            batch.last(),
            cursor.network(),
            cursor.rulesVersion(),
            batch.previousHash(),
            cursor.ledgerHash());
    // A cursor that is there already is for the caller to find.
    for (DoneRange other : read(connection, "")) {
      if (other.last() >= range.first()) {
        throw refused(
            String.format(
                "cannot begin at ledger %d: %s are done already. Start at %d or later, and leave"
                    + " what is missing before to fill or a backfill",
                range.first(), other.span(), other.last() + 1));
      }
      expectSame(range, other);
      if (other.last() + 1 == range.first()) {
        expectFollows(other, range);
      }
    }
  }

  /**
   * Says that {@code span} is no longer done, in the transaction that removes its rows, and removes
   * its digests. The caller has the lock. Of the cursor's own range only the begin may go: the
   * consumer's next moves keep it so.
   */
  void remove(Connection connection, LedgerSpan span) throws SQLException, SinkException {
    Optional<Long> owned = ownedFrom(connection);
    String hash = hash(connection, span.last());
    for (DoneRange range : done(connection)) {
      boolean touched = range.first() <= span.last() && range.last() >= span.first();
      if (touched && owned.equals(Optional.of(range.first()))) {
        beginCursor(connection, span.last() + 1, hash);
      } else if (touched) {
        delete(connection, range);
        insertRest(connection, range, span, hash);
      }
    }
    String sql =
        "DELETE FROM ledger_digests WHERE table_name = ? AND ledger_sequence BETWEEN ? AND ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      statement.setLong(2, span.first());
      statement.setLong(3, span.last());
      statement.executeUpdate();
    }
  }

  private void insertRest(Connection connection, DoneRange range, LedgerSpan span, String hash)
      throws SQLException {
    if (range.first() < span.first()) {
      String last = hash(connection, span.first() - 1);
      insert(
          connection,
          new DoneRange(
              range.first(),
              span.first() - 1,
              range.network(),
              range.rulesVersion(),
              range.previousHash(),
              last));
    }
    if (range.last() > span.last()) {
      insert(
          connection,
          new DoneRange(
              span.last() + 1,
              range.last(),
              range.network(),
              range.rulesVersion(),
              hash,
              range.lastHash()));
    }
  }

  /** Of a ledger that is stored; null where its digest is not. */
  private String hash(Connection connection, long ledger) throws SQLException {
    String sql =
        "SELECT encode(ledger_hash, 'hex') FROM ledger_digests"
            + " WHERE table_name = ? AND ledger_sequence = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      statement.setLong(2, ledger);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private void beginCursor(Connection connection, long first, String previousHash)
      throws SQLException {
    String sql =
        "UPDATE pipeline_cursor SET first_ledger = ?, previous_hash = ? WHERE table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, first);
      statement.setString(2, previousHash);
      statement.setString(3, table.name());
      statement.executeUpdate();
    }
  }

  private void delete(Connection connection, DoneRange range) throws SQLException {
    String sql = "DELETE FROM ledger_ranges WHERE table_name = ? AND first_ledger = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.name());
      statement.setLong(2, range.first());
      statement.executeUpdate();
    }
  }

  private void insert(Connection connection, DoneRange range) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, table.name());
      statement.setLong(2, range.first());
      statement.setLong(3, range.last());
      statement.setString(4, range.network());
      statement.setLong(5, range.rulesVersion());
      statement.setString(6, range.previousHash());
      statement.setString(7, range.lastHash());
      statement.setString(8, pipeline);
      statement.setString(9, table.filter());
      statement.executeUpdate();
    }
  }
}
