package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a loaded range is whole and as the live consumer would have stored it, or not there. */
@Timeout(120)
class PartitionLoaderIT {
  private static final LedgerSpan SPAN = new LedgerSpan(101, 400);
  private static final int SLICE = 50;

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private EventTable table = new TokenTransferTable();
  private TestDatabase rows;
  private SinkDatabase database;

  @BeforeEach
  void createDatabase() throws SinkException {
    open(table);
  }

  private void open(EventTable of) throws SinkException {
    table = of;
    rows = TestDatabase.in(server);
    database = new SinkDatabase(server, rows.name(), of);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private PartitionLoader loader() {
    return new PartitionLoader(database.source, table, table.name(), SPAN);
  }

  private static List<List<LedgerEvents>> slices(LedgerSpan span) {
    List<List<LedgerEvents>> slices = new ArrayList<>();
    for (long first = span.first(); first <= span.last(); first += SLICE) {
      slices.add(TestLedgers.range(first, Math.min(span.last(), first + SLICE - 1)));
    }
    return slices;
  }

  private void write(List<LedgerEvents> slice) throws SinkException {
    try (PartitionWriter writer = new PartitionWriter(database.source, table, SPAN)) {
      writer.write(slice);
    }
  }

  private void load() throws Exception {
    try (PartitionLoader loader = loader()) {
      loader.begin();
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        List<Callable<Void>> writes = new ArrayList<>();
        for (List<LedgerEvents> slice : slices(SPAN)) {
          writes.add(
              () -> {
                write(slice);
                return null;
              });
        }
        for (Future<Void> write : threads.invokeAll(writes)) {
          write.get();
        }
      } finally {
        threads.shutdownNow();
      }
      loader.finish(2);
    }
  }

  private static List<String> everything(TestDatabase target, EventTable of, long last)
      throws Exception {
    List<String> all =
        new ArrayList<>(
            target.rows(
                String.format(
                    "SELECT (to_jsonb(t) - 'id' - 'created_at')::text FROM %s t"
                        + " WHERE ledger_sequence <= %d ORDER BY ledger_sequence, ordinal",
                    of.name(), last)));
    all.addAll(
        target.rows(
            "SELECT d::text FROM ledger_digests d WHERE ledger_sequence <= "
                + last
                + " ORDER BY 1"));
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {TokenTransferTable.NAME, ContractEventTable.NAME})
  void whatIsLoadedIsWhatTheConsumerStoresAndTheLiveTailGoesOn(String name) throws Exception {
    if (name.equals(ContractEventTable.NAME)) {
      database.close();
      open(new ContractEventTable(List.of(), List.of(), false));
    }
    AtomicBoolean loaded = new AtomicBoolean();
    database.write(TestLedgers.range(401, 401));
    ExecutorService tail = Executors.newSingleThreadExecutor();
    Future<Long> end =
        tail.submit(
            () -> {
              long next = 402;
              while (!loaded.get()) {
                database.write(TestLedgers.range(next, next));
                next++;
              }
              return next - 1;
            });
    try {
      load();
    } finally {
      loaded.set(true);
      tail.shutdown();
    }
    long last = end.get();
    assertThat(last).as("the tail went on").isGreaterThan(402);
    assertThat(rows.rows("SELECT first_ledger, last_ledger FROM complete_ledgers"))
        .containsExactly("101|" + last);
    assertThat(
            rows.rows(
                "SELECT count(*) FROM pg_class"
                    + " WHERE relkind = 'r' AND relname LIKE '%\\_load\\_%'"))
        .containsExactly("0");
    TestDatabase streamed = TestDatabase.in(server);
    try (SinkDatabase other = new SinkDatabase(server, streamed.name(), table)) {
      other.write(TestLedgers.range(101, last));
    }
    assertThat(everything(rows, table, last)).isEqualTo(everything(streamed, table, last));
    // Each index of the parent has one of the partition's, so that none was built anew or is
    // lacking.
    assertThat(indexes(name + "_101_400")).isEqualTo(indexes(madeByTheConsumer(name)));
  }

  private String madeByTheConsumer(String name) throws Exception {
    return rows.rows(
            "SELECT partition_name FROM ledger_partitions WHERE first_ledger = 401"
                + " AND table_name = '"
                + name
                + "'")
        .get(0);
  }

  private List<String> indexes(String partition) throws Exception {
    return rows.rows(
        String.format(
            "SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') || ' ' ||"
                + " coalesce(inhparent::regclass::text, '-')"
                + " FROM pg_index LEFT JOIN pg_inherits ON inhrelid = indexrelid"
                + " WHERE indrelid = '%s'::regclass ORDER BY 1",
            partition));
  }

  @Test
  void aLoadThatWasKilledLeavesNothingToBeSeenAndIsBegunAnew() throws Exception {
    try (PartitionLoader killed = loader()) {
      killed.begin();
      write(slices(SPAN).get(0));
      assertThatThrownBy(() -> loader().begin())
          .hasMessageContaining("another load of ledgers 101 to 400 of token_transfers is at work");
      assertThatThrownBy(() -> killed.finish(1))
          .hasMessageContaining("is not whole: 50 ledgers have come");
    }
    assertThat(rows.rows("SELECT count(*) FROM token_transfers")).containsExactly("0");
    assertThat(rows.rows("SELECT count(*) FROM ledger_ranges")).containsExactly("0");
    assertThat(database.sink.cursor()).isEmpty();
    load();
    assertThat(rows.rows("SELECT first_ledger, last_ledger FROM ledger_ranges"))
        .containsExactly("101|400");
  }

  @Test
  void aSliceThatIsGivenTwiceIsRefused() throws Exception {
    try (PartitionLoader loader = loader()) {
      loader.begin();
      for (List<LedgerEvents> slice : slices(SPAN)) {
        write(slice);
        assertThatThrownBy(() -> write(slice)).hasMessageContaining("[SQLSTATE 23505]");
      }
      assertThatThrownBy(() -> write(TestLedgers.range(390, 401)))
          .hasMessageContaining("are no slice of ledgers 101 to 400");
      loader.finish(1);
    }
    assertThat(rows.rows("SELECT count(*), sum(event_count) FROM ledger_digests"))
        .containsExactly("300|450");
    assertThat(rows.rows("SELECT count(*) FROM token_transfers")).containsExactly("450");
  }

  @Test
  void whatDoesNotFollowOrIsNotAllThereIsNotAttached() throws Exception {
    try (PartitionLoader loader = loader()) {
      loader.begin();
      for (List<LedgerEvents> slice : slices(SPAN)) {
        List<LedgerEvents> given = new ArrayList<>(slice);
        if (slice.get(0).getSequence() == 201) {
          given.set(10, slice.get(10).toBuilder().setPreviousHash(TestLedgers.hash(7)).build());
        }
        write(given);
      }
      assertThatThrownBy(() -> loader.finish(1))
          .hasMessageContaining("ledger 211 does not follow the one before it by its hash");
    }
    try (PartitionLoader loader = loader()) {
      loader.begin();
      for (List<LedgerEvents> slice : slices(SPAN)) {
        write(slice);
      }
      rows.execute("DELETE FROM token_transfers_load_101_400 WHERE ledger_sequence = 333");
      assertThatThrownBy(() -> loader.finish(1))
          .hasMessageContaining("449 rows are there, of 450 events");
    }
    assertThat(rows.rows("SELECT count(*) FROM token_transfers")).containsExactly("0");
  }

  @Test
  void whatTheConsumerOwnsOrIsDoneIsRefusedBeforeAnythingIsLoaded() throws Exception {
    database.write(TestLedgers.range(400, 410));
    assertThatThrownBy(() -> loader().begin())
        .hasMessageContaining("all from ledger 400 on are the live consumer's");
  }

  /** The consumer begins while a load is at work: the load is not attached. */
  @Test
  void aConsumerThatBeginsInTheRangeMeanwhileKeepsIt() throws Exception {
    try (PartitionLoader loader = loader()) {
      loader.begin();
      for (List<LedgerEvents> slice : slices(SPAN)) {
        write(slice);
      }
      database.write(TestLedgers.range(300, 310));
      assertThatThrownBy(() -> loader.finish(1))
          .hasMessageContaining("all from ledger 300 on are the live consumer's");
    }
    database.write(TestLedgers.range(311, 320));
    assertThat(rows.rows("SELECT first_ledger, last_ledger FROM complete_ledgers"))
        .containsExactly("300|320");
  }

  @Test
  void aPatientLoadWaitsForOneThatEnds() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    PartitionLoader first = loader();
    try (PartitionLoader second = loader().withPatience(Duration.ofSeconds(60));
        PartitionLoader third = loader().withPatience(Duration.ofMillis(50))) {
      first.begin();
      assertThatThrownBy(third::begin)
          .hasMessageContaining("another load of ledgers 101 to 400 of token_transfers is at work");
      Future<Void> begun =
          other.submit(
              () -> {
                second.begin();
                return null;
              });
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          rows.rows(
                              "SELECT count(*) FROM pg_locks"
                                  + " WHERE locktype = 'advisory' AND NOT granted"))
                      .containsExactly("1"));
      first.close();
      begun.get();
    } finally {
      first.close();
      other.shutdownNow();
    }
  }
}
