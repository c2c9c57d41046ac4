package io.ttpprocessor.backfill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.backfill.output.FolderOutputStore;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever the values, however many pages and row groups, each row is read back as it was
 * written. Method: a file of more addresses than a dictionary holds, with values that come again,
 * that are missing, and that are all the same; parquet-java reads it.
 */
@Timeout(120)
class TokenTransferFileTest {
  private static final String CONTRACT = "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA";
  private static final int LEDGERS = 60;
  private static final int EVENTS = 1_001;

  /** Every third receiver is one that never comes again: 20,020, of whom 17,476 make a MiB. */
  private static final int NEW_RECEIVER_EVERY = 3;

  @TempDir private Path folder;

  @Test
  void eachRowIsReadBack() throws Exception {
    Path file = write("a", 1 << 30);
    List<Map<String, Object>> rows = ParquetRows.in(file.getParent());
    assertThat(rows).hasSize(LEDGERS * EVENTS);
    int row = 0;
    for (int ledger = 0; ledger < LEDGERS; ledger++) {
      for (int ordinal = 0; ordinal < EVENTS; ordinal++) {
        assertRow(rows.get(row), ledger, ordinal);
        row++;
      }
    }
  }

  private static void assertRow(Map<String, Object> row, int ledger, int ordinal) {
    int number = ledger * EVENTS + ordinal;
    assertThat(row)
        .containsEntry("ledger_sequence", 7L + ledger)
        .containsEntry("ordinal", ordinal)
        .containsEntry("closed_at", (1_000L + ledger) * 1_000_000)
        .containsEntry("tx_hash", String.format("%064x", number))
        .containsEntry("transaction_index", 1 + ordinal)
        .containsEntry("operation_index", ordinal % 2 == 0 ? null : ordinal)
        .containsEntry("event_type", "transfer")
        .containsEntry("contract_address", CONTRACT)
        .containsEntry("asset", null)
        .containsEntry("from_address", account(ordinal % 5))
        .containsEntry("to_address", account(receiver(number)))
        .containsEntry("amount", Integer.toString(number - 500))
        .containsEntry("to_muxed_type", ordinal % 7 == 0 ? "text" : null)
        .containsEntry("to_muxed_value", ordinal % 7 == 0 ? "für " + ordinal : null);
    assertThat(row.get("amount_decimal")).hasToString(Integer.toString(number - 500));
  }

  @Test
  void dictionariesEndWhereTheyDoNotPay() throws Exception {
    try (ParquetFileReader reader = open(write("a", 1 << 30))) {
      assertThat(reader.getRowGroups()).hasSize(1);
      assertPages(chunk(reader, "from_address"), true, false);
      assertPages(chunk(reader, "to_address"), true, true);
      assertPages(chunk(reader, "asset"), false, true);
    }
  }

  private static void assertPages(ColumnChunkMetaData chunk, boolean dictionary, boolean plain) {
    assertThat(chunk.getEncodingStats().hasDictionaryEncodedPages()).isEqualTo(dictionary);
    assertThat(chunk.getEncodingStats().hasNonDictionaryEncodedPages()).isEqualTo(plain);
  }

  @Test
  void smallestAndLargestAreTold() throws Exception {
    try (ParquetFileReader reader = open(write("a", 1 << 30))) {
      assertStatistics(reader, "ledger_sequence", "7", "66", 0);
      assertStatistics(reader, "operation_index", "1", "999", 501L * LEDGERS);
      assertStatistics(reader, "amount_decimal", "-500", "59559", 0);
      assertStatistics(reader, "contract_address", CONTRACT, CONTRACT, 0);
      assertStatistics(reader, "to_muxed_value", "für 0", "für 994", 858L * LEDGERS);
      assertThat(chunk(reader, "asset").getStatistics().hasNonNullValue()).isFalse();
      assertThat(chunk(reader, "asset").getStatistics().getNumNulls()).isEqualTo(LEDGERS * EVENTS);
    }
  }

  private static void assertStatistics(
      ParquetFileReader reader, String column, String smallest, String largest, long nulls) {
    Statistics<?> statistics = chunk(reader, column).getStatistics();
    assertThat(statistics.minAsString()).isEqualTo(smallest);
    assertThat(statistics.maxAsString()).isEqualTo(largest);
    assertThat(statistics.getNumNulls()).isEqualTo(nulls);
  }

  @Test
  void theSameRowsMakeTheSameBytes() throws Exception {
    assertThat(write("a", 1 << 20)).hasSameBinaryContentAs(write("b", 1 << 20));
  }

  @Test
  void aRowGroupEndsAtItsSize() throws Exception {
    Path file = write("a", 1 << 20);
    try (ParquetFileReader reader = open(file)) {
      assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
      for (BlockMetaData group : reader.getRowGroups()) {
        // What is too much is a page of each column and the dictionaries.
        assertThat(group.getCompressedSize()).isLessThan(3 << 20);
      }
    }
    List<Map<String, Object>> rows = ParquetRows.in(file.getParent());
    assertThat(rows).hasSize(LEDGERS * EVENTS);
    assertRow(rows.get(rows.size() - 1), LEDGERS - 1, EVENTS - 1);
  }

  private Path write(String name, long rowGroupBytes) throws Exception {
    try (FolderOutputStore store = new FolderOutputStore(folder);
        TokenTransferFile file =
            new TokenTransferFile(
                store.create(name + "/part.parquet"),
                new ParquetOptions(1, rowGroupBytes),
                Map.of(),
                EventKind.TRANSFER)) {
      for (int ledger = 0; ledger < LEDGERS; ledger++) {
        LedgerEvents events = ledger(ledger);
        for (int ordinal = 0; ordinal < EVENTS; ordinal++) {
          file.write(events, ordinal);
        }
      }
      file.file().commit();
    }
    Path file = folder.resolve(name).resolve("part.parquet");
    assertThat(Files.exists(file)).isTrue();
    return file;
  }

  private static LedgerEvents ledger(int ledger) {
    List<TokenEvent> events = new ArrayList<>();
    for (int ordinal = 0; ordinal < EVENTS; ordinal++) {
      int number = ledger * EVENTS + ordinal;
      byte[] hash = ByteBuffer.allocate(32).putInt(28, number).array();
      events.add(
          TokenEvent.of(
                  EventKind.TRANSFER,
                  TransactionRef.of(1 + ordinal, OpaqueView.fixed(hash, 0, hash.length)),
                  ordinal % 2 == 0 ? 0 : ordinal)
              .contract(Address.parse(CONTRACT))
              .from(Address.parse(account(ordinal % 5)))
              .to(Address.parse(account(receiver(number))))
              .amount(Amount.of(number - 500L))
              .toMuxedInfo(ordinal % 7 == 0 ? MuxedInfo.text("für " + ordinal) : null)
              .build());
    }
    return new LedgerEvents(7L + ledger, new byte[32], new byte[32], 1_000L + ledger, 28, events);
  }

  private static int receiver(int number) {
    return number % NEW_RECEIVER_EVERY == 0 ? number + 5 : number % 5;
  }

  private static String account(int number) {
    byte[] key = ByteBuffer.allocate(32).putInt(28, number).array();
    return StrKey.encodeAccount(key, 0);
  }

  private static ParquetFileReader open(Path file) throws Exception {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    return ParquetFileReader.open(new LocalInputFile(file), options);
  }

  private static ColumnChunkMetaData chunk(ParquetFileReader reader, String column) {
    return reader.getRowGroups().get(0).getColumns().stream()
        .filter(chunk -> chunk.getPath().toDotString().equals(column))
        .findFirst()
        .orElseThrow();
  }
}
