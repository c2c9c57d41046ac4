package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ttpprocessor.encode.ContractEventLines;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the tables hold the reference's events, each once, as the streaming pipeline stores them,
 * also while that is at work. Method: the job loads a lake of golden ledgers; the reference's
 * events go through the live consumer's own sink into another database, and both are compared.
 */
@Timeout(300)
class PostgresRowsIT {
  private static final int RANGE = 104;

  /** The reference shows each run of bytes that are not UTF-8 as one U+FFFD, ours each byte. */
  private static final String TRANSFERS =
      "SELECT (to_jsonb(t) - 'to_muxed_value')::text,"
          + " regexp_replace(to_muxed_value, U&'\\FFFD+', U&'\\FFFD', 'g')"
          + " FROM token_transfers t ORDER BY ledger_sequence, ordinal";

  private static final String DIGESTS =
      "SELECT d::text FROM ledger_digests d WHERE table_name = 'token_transfers'"
          + " AND NOT ledger_sequence = ANY ('{%s}') ORDER BY ledger_sequence";

  @TempDir private static Path folder;
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private static GoldenLake lake;
  private static BackfillDatabase loaded;
  private static BackfillDatabase streamed;
  private static Backfill.Result result;

  @BeforeAll
  static void runTheJob() throws Exception {
    lake = GoldenLake.write(folder.resolve("lake"), Integer.MAX_VALUE);
    loaded = new BackfillDatabase(server, lake);
    result = load(loaded, lake.last());
    streamed = new BackfillDatabase(server, lake);
    Databases.migrate(streamed.source(), List.of());
    try (PostgresSink sink = sink(streamed)) {
      sink.write(
          new LedgerBatch(
              Optional.empty(),
              ReferenceLedgers.of(lake, new LedgerSpan(GoldenLake.FIRST, lake.last()))));
    }
  }

  private static Backfill.Result load(BackfillDatabase database, long last) {
    return database.load(
        GoldenLake.FIRST, last, "--tables", "token_transfers", "--range-ledgers", RANGE);
  }

  private static PostgresSink sink(BackfillDatabase database) {
    return new PostgresSink(database.source(), new TokenTransferTable(), "token_transfers");
  }

  /** Ledgers with a memo that the reference shows otherwise: their digests differ. */
  private static String shownOtherwise() {
    return String.join(
        ",",
        streamed.rows(
            "SELECT DISTINCT ledger_sequence FROM token_transfers"
                + " WHERE to_muxed_value ~ U&'\\FFFD'"));
  }

  private static void assertTransfersAreTheReferences(BackfillDatabase database) {
    List<String> expected = streamed.rows(TRANSFERS);
    assertThat(expected).hasSizeGreaterThan(8_000);
    assertThat(database.rows(TRANSFERS)).isEqualTo(expected);
    String digests = String.format(DIGESTS, shownOtherwise());
    assertThat(streamed.rows(digests)).hasSizeGreaterThan(lake.events().size() / 2);
    assertThat(database.rows(digests)).isEqualTo(streamed.rows(digests));
  }

  @Test
  void itEndsWellAndSaysWhatIsThere() {
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(
            "whole and joined: rows {token_transfers="
                + streamed.count("SELECT count(*) FROM token_transfers"));
    assertThat(loaded.complete())
        .containsExactly("token_transfers|" + GoldenLake.FIRST + "|" + lake.last());
    assertThat(loaded.lies()).isEmpty();
    assertThat(loaded.loads()).isZero();
    assertThat(
            loaded.rows(
                "SELECT first_ledger, last_ledger FROM ledger_partitions"
                    + " WHERE table_name = 'token_transfers' ORDER BY 1 LIMIT 2"))
        .containsExactly("1024|1039", "1040|1143");
  }

  @Test
  void tokenTransfersAreTheReferences() {
    assertTransfersAreTheReferences(loaded);
  }

  @Test
  void contractEventsAreTheReferences() {
    GoldenLake ofContracts = GoldenLake.ofContracts(folder.resolve("of-contracts"), 1_000);
    BackfillDatabase both = new BackfillDatabase(server, ofContracts);
    Backfill.Result ended =
        both.load(GoldenLake.FIRST, ofContracts.last(), "--range-ledgers", RANGE);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(both.lies()).isEmpty();
    List<String> expected = new ArrayList<>();
    long sequence = GoldenLake.FIRST;
    for (ContractEventLines.Line line : ofContracts.contractEvents()) {
      int ordinal = 0;
      for (JsonNode event : line.events()) {
        if (ContractEventLines.isSentByDefault(event)) {
          expected.add(row(sequence, ordinal, event));
        }
        // All but diagnostic ones are counted.
        ordinal += event.get("stage").asText().equals("diagnostic") ? 0 : 1;
      }
      sequence++;
    }
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(
            both.rows(
                "SELECT ledger_sequence, ordinal, tx_hash, tx_index, operation_index, event_index,"
                    + " coalesce(contract_id, ''), array_to_string(topics_xdr, ','), data_xdr"
                    + " FROM contract_events ORDER BY 1, 2"))
        .isEqualTo(expected);
  }

  private static String row(long sequence, int ordinal, JsonNode event) {
    List<String> topics = new ArrayList<>();
    event.get("topics_xdr").forEach(topic -> topics.add(topic.asText()));
    JsonNode operation = event.path("operation_index");
    String data = event.get("data_xdr").asText();
    return String.join(
        "|",
        Long.toString(sequence),
        Integer.toString(ordinal),
        event.get("tx_hash").asText(),
        event.get("tx_index").asText(),
        operation.isNumber() ? operation.asText() : "null",
        event.get("event_index").asText(),
        event.path("contract_id").asText(""),
        String.join(",", topics),
        data.equals("AAAAAQ==") ? "null" : data);
  }

  /** As the live consumer does: it is no event of a contract's that a table could tell. */
  @Test
  void aContractEventWithoutAContractEndsTheJob() {
    BackfillDatabase both = new BackfillDatabase(server, lake);
    Backfill.Result ended = both.load(GoldenLake.FIRST, lake.last(), "--range-ledgers", RANGE);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).containsPattern("cannot store ledger \\d+, event \\d+: contract_id");
    assertThat(both.lies()).isEmpty();
  }

  /** The consumer writes one ledger after the other until the job is done, and then the rest. */
  @Test
  void aLiveConsumerAndTheJobFillOneTable() throws Exception {
    BackfillDatabase both = new BackfillDatabase(server, lake);
    Databases.migrate(both.source(), List.of());
    long middle = GoldenLake.FIRST + lake.events().size() / 2;
    List<LedgerEvents> newer = ReferenceLedgers.of(lake, new LedgerSpan(middle, lake.last()));
    AtomicBoolean done = new AtomicBoolean();
    try (PostgresSink sink = sink(both)) {
      sink.write(new LedgerBatch(Optional.empty(), newer.subList(0, 1)));
      CompletableFuture<Integer> live =
          CompletableFuture.supplyAsync(() -> follow(sink, newer, done));
      Backfill.Result older = load(both, middle - 1);
      done.set(true);
      int written = live.get();
      assertThat(older.code()).as(older.err()).isZero();
      assertThat(written).as("ledgers that the consumer wrote meanwhile").isGreaterThan(10);
      sink.write(new LedgerBatch(sink.cursor(), newer.subList(written, newer.size())));
    }
    assertThat(both.complete())
        .containsExactly("token_transfers|" + GoldenLake.FIRST + "|" + lake.last());
    assertThat(both.rows("SELECT first_ledger, ledger_sequence FROM pipeline_cursor"))
        .containsExactly(middle + "|" + lake.last());
    assertTransfersAreTheReferences(both);
  }

  /** Keeps the last ledger for later; returns how many are written in all. */
  private static int follow(PostgresSink sink, List<LedgerEvents> ledgers, AtomicBoolean done) {
    int next = 1;
    try {
      while (!done.get() && next < ledgers.size() - 1) {
        sink.write(new LedgerBatch(sink.cursor(), ledgers.subList(next, next + 1)));
        next++;
      }
      return next;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
