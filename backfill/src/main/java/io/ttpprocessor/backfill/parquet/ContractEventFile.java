package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.contractevent.ScValue;
import io.ttpprocessor.protos.v1.LedgerContractEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.TokenEventData;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/**
 * A file of contract events. The columns are {@link TableSchema#contractEvents}. JSON is as the
 * event has it: what {@code jsonb} cannot hold is not replaced here.
 */
final class ContractEventFile implements AutoCloseable {
  private static final int LEDGER_SEQUENCE = 0;
  private static final int ORDINAL = 1;
  private static final int LEDGER_CLOSED_AT = 2;
  private static final int TX_HASH = 3;
  private static final int TX_SUCCESSFUL = 4;
  private static final int TX_INDEX = 5;
  private static final int CONTRACT_ID = 6;
  private static final int EVENT_TYPE = 7;
  private static final int EVENT_INDEX = 8;
  private static final int OPERATION_INDEX = 9;
  private static final int TOPICS = 10;
  private static final int EVENT_DATA = 11;
  private static final int TOPICS_XDR = 12;
  private static final int DATA_XDR = 13;

  private static final long MICROS = 1_000_000;

  private final StoredColumns columns = new StoredColumns(TableSchema.contractEvents());
  private final ColumnFile file;

  /** Begins a file, which closes {@code stream} at its end. */
  ContractEventFile(OutputFileStream stream, ParquetOptions options, Map<String, String> metadata)
      throws IOException {
    this.file = new ColumnFile(stream, TableSchema.contractEvents(), columns, options, metadata);
  }

  /** The file that the rows go to. */
  ColumnFile file() {
    return file;
  }

  /** Writes all contract events of a ledger's message. */
  void write(LedgerEvents ledger) throws IOException {
    for (LedgerContractEvent event : ledger.getContractEventsList()) {
      columns.column(LEDGER_SEQUENCE).write(Integer.toUnsignedLong(ledger.getSequence()), 0, 0);
      columns.column(ORDINAL).write(event.getOrdinal(), 0, 0);
      columns.column(LEDGER_CLOSED_AT).write(ledger.getClosedAt().getSeconds() * MICROS, 0, 0);
      write(event.getEvent());
      file.endRow();
    }
  }

  private void write(ContractEvent event) {
    columns.column(TX_HASH).write(bytes(event.getMeta().getTxHashBytes().toByteArray()), 0, 0);
    columns.column(TX_SUCCESSFUL).write(event.getMeta().getTxSuccessful(), 0, 0);
    columns.column(TX_INDEX).write(event.getMeta().getTxIndex(), 0, 0);
    columns.column(CONTRACT_ID).write(Binary.fromString(event.getContractId()), 0, 0);
    columns.column(EVENT_TYPE).write(Binary.fromString(event.getEventType()), 0, 0);
    columns.column(EVENT_INDEX).write(event.getEventIndex(), 0, 0);
    if (event.hasOperationIndex()) {
      columns.column(OPERATION_INDEX).write(event.getOperationIndex(), 0, 1);
    } else {
      columns.column(OPERATION_INDEX).writeNull(0, 0);
    }
    columns.column(TOPICS).write(Binary.fromString(ContractEventTable.topics(event)), 0, 0);
    optional(EVENT_DATA, TokenEventData.of(event));
    topicsXdr(event);
    optional(DATA_XDR, event.getData().getXdrBase64());
  }

  /** Data that is void is no text. */
  private void optional(int column, String text) {
    if (text.isEmpty()) {
      columns.column(column).writeNull(0, 0);
    } else {
      columns.column(column).write(Binary.fromString(text), 0, 1);
    }
  }

  /** A list: the first element begins the row, each further one repeats. */
  private void topicsXdr(ContractEvent event) {
    if (event.getTopicsCount() == 0) {
      columns.column(TOPICS_XDR).writeNull(0, 0);
    }
    int repetition = 0;
    for (ScValue topic : event.getTopicsList()) {
      columns
          .column(TOPICS_XDR)
          .write(bytes(topic.getXdrBase64Bytes().toByteArray()), repetition, 1);
      repetition = 1;
    }
  }

  private static Binary bytes(byte[] bytes) {
    return Binary.fromConstantByteArray(bytes);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
