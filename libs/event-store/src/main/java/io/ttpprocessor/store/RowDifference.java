package io.ttpprocessor.store;

import java.util.List;
import java.util.OptionalLong;

/**
 * One row that is not what the stream's events make of it.
 *
 * @param table token_transfers, contract_events or ledger_digests
 * @param ordinal place of the event in its ledger; empty for the row of a ledger's digest
 * @param columns the columns that differ; all of them where the row is missing or extra
 */
public record RowDifference(
    String table, long ledger, OptionalLong ordinal, Kind kind, List<Column> columns) {
  /** How a row differs. */
  public enum Kind {
    /** The stream has it, the table has not. */
    MISSING,
    /** The table has it, the stream has not. */
    EXTRA,
    /** Both have it, with other values. */
    CHANGED
  }

  /**
   * A column's values as PostgreSQL shows them, in UTC.
   *
   * @param stored null for null, and where the row is missing
   * @param expected null for null, and where the row is extra
   */
  public record Column(String name, String stored, String expected) {}

  /** Keeps a copy of the list. */
  public RowDifference {
    columns = List.copyOf(columns);
  }
}
