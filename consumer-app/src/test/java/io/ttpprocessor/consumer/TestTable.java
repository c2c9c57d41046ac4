package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.store.TokenTransferTable;
import java.sql.SQLException;
import java.util.List;

/** The tables that tests run over, and what each holds of {@link TestLedgers#range}. */
public enum TestTable {
  TOKEN_TRANSFERS(new TokenTransferTable(), "amount") {
    @Override
    List<String> expected(long first, long last) {
      return TestLedgers.rows(first, last);
    }
  },
  CONTRACT_EVENTS(
      new ContractEventTable(List.of(), List.of(), false), "event_data->>'amount' AS amount") {
    @Override
    List<String> expected(long first, long last) {
      return TestLedgers.contractRows(first, last);
    }
  };

  final EventTable table;
  private final String amount;

  TestTable(EventTable table, String amount) {
    this.table = table;
    this.amount = amount;
  }

  /** Every event of the ledgers, in order: ledger, ordinal, type and amount. */
  abstract List<String> expected(long first, long last);

  /** The same of the rows in the database. */
  List<String> stored(TestDatabase database) throws SQLException {
    return database.rows(
        "SELECT ledger_sequence, ordinal, event_type, "
            + amount
            + " FROM "
            + table.name()
            + " ORDER BY 1, 2");
  }

  /** Rows, cursor and digests are those of the ledgers {@code first} to {@code last}. */
  void assertHolds(TestDatabase database, long first, long last, String what) throws SQLException {
    List<String> expected = expected(first, last);
    assertThat(stored(database)).as(what).isEqualTo(expected);
    assertThat(
            database.rows(
                "SELECT first_ledger, ledger_sequence, ledger_hash FROM pipeline_cursor"
                    + " WHERE table_name = '"
                    + table.name()
                    + "'"))
        .as(what)
        .containsExactly(first + "|" + last + "|" + TestLedgers.hashHex(last));
    assertThat(
            database.rows(
                "SELECT count(*), min(ledger_sequence), max(ledger_sequence), sum(event_count)"
                    + " FROM ledger_digests WHERE table_name = '"
                    + table.name()
                    + "'"))
        .as(what)
        .containsExactly((last - first + 1) + "|" + first + "|" + last + "|" + expected.size());
  }

  void empty(TestDatabase database) throws SQLException {
    database.execute("TRUNCATE " + table.name() + ", pipeline_cursor, ledger_digests");
  }
}
