package io.ttpprocessor.consumer;

import io.ttpprocessor.store.EventTable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a fill of one table works with.
 *
 * @param settings the consumer's
 * @param table what is filled
 * @param database where it is
 * @param client reads the processor's ledgers
 * @param streams how many of its streams are read at a time
 */
record FillContext(
    ConsumerSettings settings,
    EventTable table,
    PGSimpleDataSource database,
    EventStreamClient client,
    int streams) {

  /** Who writes the table. */
  String pipeline() {
    return settings.pipelineOf(table);
  }
}
