package io.ttpprocessor.consumer;

import io.ttpprocessor.store.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Alters, deletes and adds rows of both tables by a seed, each at a place of its own, and knows
 * what a verification has to find: {@code table|ledger|ordinal|difference|columns}.
 */
final class Alterations {
  /** Far from any that the test's ledgers have. */
  private static final int OTHER_ORDINAL = 5_000;

  private static final Map<String, Map<String, String>> CHANGES =
      Map.of("token_transfers", transferChanges(), "contract_events", contractEventChanges());

  private final TestDatabase database;
  private final Random random;
  private final List<String> expected = new ArrayList<>();

  Alterations(TestDatabase database, long seed) {
    this.database = database;
    this.random = new Random(seed);
  }

  private static Map<String, String> transferChanges() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("closed_at", "closed_at = closed_at + interval '1 microsecond'");
    changes.put("tx_hash", "tx_hash = reverse(tx_hash)");
    changes.put("transaction_index", "transaction_index = transaction_index + 1");
    changes.put("operation_index", "operation_index = coalesce(operation_index, 0) + 7");
    changes.put("event_type", "event_type = 'clawback'");
    changes.put("contract_address", "contract_address = lower(contract_address)");
    changes.put("asset", "asset = NULL");
    changes.put("from_address", "from_address = from_address || ' '");
    changes.put("to_address", "to_address = coalesce(to_address, '') || '?'");
    changes.put("amount", "amount = -amount");
    changes.put("to_muxed_type,to_muxed_value", "to_muxed_type = 'text', to_muxed_value = ''");
    return changes;
  }

  private static Map<String, String> contractEventChanges() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("ledger_closed_at", "ledger_closed_at = ledger_closed_at - interval '1 second'");
    changes.put("tx_hash", "tx_hash = upper(tx_hash)");
    changes.put("tx_successful", "tx_successful = NOT tx_successful");
    changes.put("tx_index", "tx_index = tx_index + 1");
    changes.put("contract_id", "contract_id = contract_id || 'A'");
    changes.put("event_type", "event_type = 'fee'");
    changes.put("event_index", "event_index = event_index + 1");
    changes.put("operation_index", "operation_index = NULL");
    changes.put("topics", "topics = topics || '[null]'");
    // Equal as a value, but not what was stored.
    changes.put("event_data", "event_data = jsonb_set(event_data, '{hi}', '0.0')");
    changes.put("topics_xdr", "topics_xdr = array_append(topics_xdr, 'AAAA')");
    changes.put("data_xdr", "data_xdr = NULL");
    return changes;
  }

  /** Makes {@code count} of them in ledgers up to {@code last}. */
  void make(int count, long last) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table : List.of("token_transfers", "contract_events")) {
      rows.addAll(
          database.rows(
              String.format(
                  "SELECT '%1$s', ledger_sequence, ordinal FROM %1$s WHERE ledger_sequence <= %2$d"
                      + " ORDER BY 2, 3",
                  table, last)));
    }
    Collections.shuffle(rows, random);
    Map<String, List<String>> columns = new LinkedHashMap<>();
    CHANGES.forEach((table, changes) -> columns.put(table, new ArrayList<>(changes.keySet())));
    for (int i = 0; i < count; i++) {
      String[] row = rows.get(i).split("\\|");
      int kind = i % 4;
      if (kind == 0) {
        delete(row[0], row[1], row[2]);
      } else if (kind == 1) {
        add(row[0], row[1], row[2]);
      } else {
        List<String> left = columns.get(row[0]);
        // Each column once, and then any.
        String column =
            left.isEmpty() ? any(CHANGES.get(row[0])) : left.remove(random.nextInt(left.size()));
        change(row, column);
      }
    }
  }

  private String any(Map<String, String> changes) {
    return new ArrayList<>(changes.keySet()).get(random.nextInt(changes.size()));
  }

  private void change(String[] row, String column) throws SQLException {
    String change = CHANGES.get(row[0]).get(column);
    database.execute("UPDATE " + row[0] + " SET " + change + place(row[1], row[2]));
    expected.add(String.join("|", row[0], row[1], row[2], "changed", column));
  }

  private void delete(String table, String ledger, String ordinal) throws SQLException {
    database.execute("DELETE FROM " + table + place(ledger, ordinal));
    expected.add(String.join("|", table, ledger, ordinal, "missing", ""));
  }

  /** A copy of a row under another number. */
  private void add(String table, String ledger, String ordinal) throws SQLException {
    String columns =
        database
            .rows(
                "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
                    + " WHERE table_schema = 'public' AND column_name NOT IN ('id', 'ordinal')"
                    + " AND table_name = '"
                    + table
                    + "'")
            .get(0);
    database.execute(
        String.format(
            "INSERT INTO %1$s (ordinal, %2$s) SELECT ordinal + %3$d, %2$s FROM %1$s%4$s",
            table, columns, OTHER_ORDINAL, place(ledger, ordinal)));
    long added = Long.parseLong(ordinal) + OTHER_ORDINAL;
    expected.add(String.join("|", table, ledger, Long.toString(added), "extra", ""));
  }

  private static String place(String ledger, String ordinal) {
    return " WHERE ledger_sequence = " + ledger + " AND ordinal = " + ordinal;
  }

  /** What is to be found. */
  List<String> expected() {
    return List.copyOf(expected);
  }
}
