package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.backfill.parquet.ParquetRows;
import io.ttpprocessor.encode.ContractEventLines;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.store.TransferRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the files hold the reference's events, each once, no more and no fewer, in order. Method:
 * the job runs with two slots over a lake of golden ledgers; the files are read back by
 * parquet-java and compared with what the reference's own lines say.
 */
@Timeout(300)
class GoldenRowsTest {
  private static final long MICROS = 1_000_000;

  @TempDir private static Path folder;
  private static GoldenLake lake;
  private static Backfill.Result result;

  @BeforeAll
  static void runTheJob() {
    lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    result =
        Backfill.run(
            GoldenLake.environment(),
            GoldenLake.FIRST,
            lake.last(),
            "--lake",
            folder.resolve("lake"),
            "--output",
            folder.resolve("out"),
            "--tables",
            "token_transfers,contract_events",
            "--parallelism",
            2,
            "--range-ledgers",
            100);
  }

  @Test
  void itEndsWell() {
    assertThat(result.code()).as(result.err()).isZero();
    // 104 ledgers are the fewest whole objects of 8 that hold 100; ranges begin at multiples.
    assertThat(Backfill.reports(folder.resolve("out")))
        .startsWith("0000001024-0000001039.json", "0000001040-0000001143.json");
  }

  /** Of all reports together: each file once, as large as it is, and no others. */
  @Test
  void reportsTellTheFilesTheirSizesAndRows() throws IOException {
    Path out = folder.resolve("out");
    Map<Path, Long> told = new TreeMap<>();
    for (String name : Backfill.reports(out)) {
      JsonNode report = new ObjectMapper().readTree(out.resolve("_ranges/" + name).toFile());
      for (JsonNode file : report.get("files")) {
        Path path = out.resolve(file.get("key").asText());
        told.put(path, file.get("bytes").asLong());
        assertThat(ParquetRows.in(path)).hasSize(file.get("rows").asInt());
      }
    }
    Map<Path, Long> there = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        there.put(file, Files.size(file));
      }
    }
    assertThat(told).hasSizeGreaterThan(20).isEqualTo(there);
  }

  @Test
  void tokenTransfersAreTheReferences() {
    List<Map<String, Object>> expected = new ArrayList<>();
    long sequence = GoldenLake.FIRST;
    for (List<TokenTransferEvent> events : lake.events()) {
      for (int ordinal = 0; ordinal < events.size(); ordinal++) {
        expected.add(row(sequence, ordinal, events.get(ordinal)));
      }
      sequence++;
    }
    List<Map<String, Object>> rows = inOrder("token_transfers");
    rows.forEach(row -> row.computeIfPresent("to_muxed_value", (name, text) -> runs(text)));
    assertThat(expected).hasSizeGreaterThan(8_000);
    assertThat(rows.size()).isEqualTo(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(expected.get(i));
    }
  }

  private static Map<String, Object> row(long sequence, int ordinal, TokenTransferEvent event) {
    TransferRow transfer = TransferRow.of(LedgerEvent.newBuilder().setTokenTransfer(event).build());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ledger_sequence", sequence);
    row.put("ordinal", ordinal);
    row.put("closed_at", transfer.meta().getClosedAt().getSeconds() * MICROS);
    row.put("tx_hash", transfer.meta().getTxHash());
    row.put("transaction_index", transfer.meta().getTransactionIndex());
    row.put(
        "operation_index",
        transfer.meta().hasOperationIndex() ? transfer.meta().getOperationIndex() : null);
    row.put("event_type", transfer.eventType());
    row.put("contract_address", transfer.meta().getContractAddress());
    row.put("asset", transfer.asset());
    row.put("from_address", transfer.from());
    row.put("to_address", transfer.to());
    row.put("amount", transfer.amount());
    BigDecimal amount = new BigDecimal(transfer.amount());
    row.put("amount_decimal", amount.precision() <= 38 ? amount : null);
    row.put("to_muxed_type", transfer.toMuxedType());
    row.put(
        "to_muxed_value", transfer.toMuxedValue() == null ? null : runs(transfer.toMuxedValue()));
    return row;
  }

  /** The reference shows each run of bytes that are not UTF-8 as one U+FFFD, ours each byte. */
  private static String runs(Object text) {
    return text.toString().replaceAll("\uFFFD+", "\uFFFD");
  }

  @Test
  void contractEventsAreTheReferences() {
    List<Map<String, Object>> rows = inOrder("contract_events");
    int at = 0;
    long sequence = GoldenLake.FIRST;
    for (ContractEventLines.Line line : lake.contractEvents()) {
      int ordinal = 0;
      for (JsonNode event : line.events()) {
        if (ContractEventLines.isSentByDefault(event)) {
          assertSame(rows.get(at++), sequence, ordinal, event);
        }
        // All but diagnostic ones are counted.
        ordinal += event.get("stage").asText().equals("diagnostic") ? 0 : 1;
      }
      sequence++;
    }
    assertThat(rows).hasSize(at).hasSizeGreaterThan(1_000);
  }

  private static void assertSame(
      Map<String, Object> row, long sequence, int ordinal, JsonNode event) {
    assertThat(row).containsEntry("ledger_sequence", sequence).containsEntry("ordinal", ordinal);
    assertThat(row)
        .containsEntry("tx_hash", event.get("tx_hash").asText())
        .containsEntry("tx_index", event.get("tx_index").asInt())
        .containsEntry("tx_successful", true)
        .containsEntry("contract_id", event.path("contract_id").asText(""))
        .containsEntry("event_index", event.get("event_index").asInt());
    JsonNode operation = event.path("operation_index");
    assertThat(row)
        .containsEntry("operation_index", operation.isNumber() ? operation.asInt() : null);
    List<String> topics = new ArrayList<>();
    event.get("topics_xdr").forEach(topic -> topics.add(topic.asText()));
    assertThat(row).containsEntry("topics_xdr", topics);
    String data = event.get("data_xdr").asText();
    assertThat(row).containsEntry("data_xdr", data.equals("AAAAAQ==") ? null : data);
    assertThat(row.get("topics").toString()).startsWith("[").endsWith("]");
    assertThat(row.get("event_data") == null).isEqualTo(row.get("data_xdr") == null);
  }

  @Test
  void eachLedgerHasItsDigest() {
    List<Map<String, Object>> digests = ParquetRows.in(folder.resolve("out/ledger_digests"));
    assertThat(digests).hasSize(2 * lake.events().size());
    for (Map<String, Object> digest : digests) {
      if (digest.get("table_name").equals("token_transfers")) {
        int place = (int) ((long) digest.get("ledger_sequence") - GoldenLake.FIRST);
        assertThat(digest).containsEntry("event_count", (long) lake.events().get(place).size());
      }
    }
  }

  /** Each file is in order by itself; those of several kinds are put together. */
  private static List<Map<String, Object>> inOrder(String table) {
    List<Map<String, Object>> rows = ParquetRows.in(folder.resolve("out").resolve(table));
    rows.sort(
        Comparator.comparingLong((Map<String, Object> row) -> (long) row.get("ledger_sequence"))
            .thenComparingInt(row -> (int) row.get("ordinal")));
    return rows;
  }
}
