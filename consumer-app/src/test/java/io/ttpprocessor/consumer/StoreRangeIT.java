package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.SinkException;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a range is stored once, whole, and never with a hole. Method: a fake upstream on a real
 * socket, a real PostgreSQL, and the consumer put together as its main does.
 */
@Timeout(120)
class StoreRangeIT {
  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  private StoringRun run(FakeEventService upstream) {
    return new StoringRun(upstream.port(), database.port(), database.name());
  }

  private StoringRun run(TestTable table, FakeEventService upstream) {
    return new StoringRun(table.table, upstream.port(), database.port(), database.name(), 100);
  }

  private boolean store(FakeEventService upstream, long start, long end) throws Exception {
    return store(TestTable.TOKEN_TRANSFERS, upstream, start, end);
  }

  private boolean store(TestTable table, FakeEventService upstream, long start, long end)
      throws Exception {
    try (StoringRun run = run(table, upstream)) {
      return run.store(start, end);
    }
  }

  private static String cursorAt(long first, long last) {
    return first + "|" + last + "|" + TestLedgers.hashHex(last);
  }

  @ParameterizedTest
  @EnumSource
  void storesARangeRowByRowAndMovesTheCursorOverEmptyLedgers(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(100, 160))) {
      assertThat(store(table, upstream, 101, 160)).isTrue();
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(101, 160));
    // Ledger 160 has no events.
    assertThat(database.cursor()).containsExactly(cursorAt(101, 160));
  }

  @Test
  void passesOverWhatIsStoredAndGoesOnAfterIt() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(100, 160))) {
      store(upstream, 100, 120);
      assertThat(store(upstream, 105, 118)).isFalse();
      assertThat(store(upstream, 100, 120)).isFalse();
      assertThat(upstream.requests()).hasSize(1);
      assertThat(store(upstream, 110, 130)).isTrue();
      assertThat(store(upstream, 0, 160)).isTrue();
      assertThat(upstream.requests().get(1).getAfter().getLedgerHash())
          .isEqualTo(TestLedgers.hash(120));
    }
    assertThat(database.events()).isEqualTo(TestLedgers.rows(100, 160));
    assertThat(database.cursor()).containsExactly(cursorAt(100, 160));
  }

  @Test
  void refusesAStartThatWouldLeaveAHole() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(100, 160))) {
      store(upstream, 110, 120);
      assertThatThrownBy(() -> store(upstream, 122, 130))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("starting at ledger 122 would leave a hole")
          .hasMessageContaining("110 to 120")
          .hasMessageContaining("Start at 121");
      assertThatThrownBy(() -> store(upstream, 109, 130))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("ledger 109 comes before the first one stored")
          .hasMessageContaining("110 to 120");
    }
    assertThat(database.cursor()).containsExactly(cursorAt(110, 120));
  }

  @Test
  void startsAtTheLatestLedgerAndGoesOnLiveUntilItIsStopped() throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(100, 103));
        StoringRun run = run(upstream)) {
      CompletableFuture<Boolean> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return run.store(0, 0);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      await().atMost(Duration.ofSeconds(30)).until(() -> run.status.counts().lastLedger() == 103);
      run.pipeline.stop();
      assertThat(running.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(database.cursor()).containsExactly(cursorAt(103, 103));
    assertThat(database.events()).isEqualTo(TestLedgers.rows(103, 103));
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterTheUpstreamDies(TestTable table) throws Exception {
    try (FakeEventService upstream =
            new FakeEventService(TestLedgers.range(1, 60))
                .breakAt(0, Status.UNAVAILABLE)
                .breakAt(10, Status.UNAVAILABLE)
                .breakAt(0, Status.UNAVAILABLE)
                .breakAt(0, Status.INTERNAL)
                .breakAt(11, Status.INTERNAL)
                .breakAt(40, Status.CANCELLED);
        StoringRun run = run(table, upstream)) {
      run.store(1, 60);
      assertThat(upstream.requests()).hasSize(7);
      assertThat(run.status.snapshot().metrics()).containsEntry("stream_retries", 6L);
      assertThat(run.status.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 60));
  }

  @ParameterizedTest
  @EnumSource
  void stopsWhereTheUpstreamRefusesAndKeepsWhatCameBefore(TestTable table) throws Exception {
    Status status = Status.DATA_LOSS.withDescription("ledger 31 of object X is broken");
    try (FakeEventService upstream =
        new FakeEventService(TestLedgers.range(1, 60)).breakAt(31, status)) {
      assertThatThrownBy(() -> store(table, upstream, 1, 60))
          .isInstanceOf(ConsumerException.class)
          .hasMessage(
              "the event stream stopped after ledger 30: DATA_LOSS: ledger 31 of object X is"
                  + " broken");
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 30));
    assertThat(database.cursor()).containsExactly(cursorAt(1, 30));
  }

  @Test
  void stopsAtABrokenHashChain() throws Exception {
    List<LedgerEvents> ledgers = new ArrayList<>(TestLedgers.range(1, 20));
    ledgers.set(9, ledgers.get(9).toBuilder().setPreviousHash(TestLedgers.hash(777)).build());
    try (FakeEventService upstream = new FakeEventService(ledgers)) {
      assertThatThrownBy(() -> store(upstream, 1, 20))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("ledger 10 does not follow ledger 9")
          .hasMessageContaining(TestLedgers.hashHex(777))
          .hasMessageContaining(TestLedgers.hashHex(9));
    }
    assertThat(database.cursor()).containsExactly(cursorAt(1, 9));
  }

  @ParameterizedTest
  @EnumSource
  void refusesLedgersThatDoNotFollowTheStoredHash(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20))) {
      store(table, upstream, 1, 10);
      database.execute("UPDATE pipeline_cursor SET ledger_hash = '" + "cd".repeat(32) + "'");
      assertThatThrownBy(() -> store(table, upstream, 0, 20))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("ledger 11 does not follow ledger 10")
          .hasMessageContaining("cd".repeat(32));
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 10));
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnotherNetworkAndSaysBoth(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20))) {
      String pubnet = Networks.id("Public Global Stellar Network ; September 2015");
      try (StoringRun run = run(table, upstream)) {
        run.network = Optional.of(pubnet);
        assertThatThrownBy(() -> run.store(1, 10))
            .isInstanceOf(ConsumerException.class)
            .hasMessageContaining("the stream is of network " + Networks.id(TestLedgers.PASSPHRASE))
            .hasMessageContaining("NETWORK_PASSPHRASE of " + pubnet);
      }
      assertThat(database.cursor()).isEmpty();

      store(table, upstream, 1, 10);
      database.execute("UPDATE pipeline_cursor SET network = '" + pubnet + "'");
      assertThatThrownBy(() -> store(table, upstream, 1, 20))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("the stream is of network " + Networks.id(TestLedgers.PASSPHRASE))
          .hasMessageContaining("(" + TestLedgers.PASSPHRASE + ")")
          .hasMessageContaining(pubnet);
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 10));
  }

  @ParameterizedTest
  @EnumSource
  void refusesEventsOfOtherRulesAndSaysBothVersions(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 20))) {
      store(table, upstream, 1, 10);
      database.execute("UPDATE pipeline_cursor SET rules_version = 6");
      assertThatThrownBy(() -> store(table, upstream, 1, 20))
          .isInstanceOf(ConsumerException.class)
          .hasMessageContaining("rules version 7, those up to ledger 10 by version 6");
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 10));
  }

  @ParameterizedTest
  @EnumSource
  void letsOnlyOneOfTwoWritersGoOn(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 30));
        StoringRun second = run(table, upstream)) {
      store(table, upstream, 1, 10);
      RangePlan plan = second.pipeline.plan(0, 30);
      store(table, upstream, 0, 20);
      assertThatThrownBy(() -> second.pipeline.run(plan, Optional.empty()))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("cannot store ledger 11: cursor moved by another writer")
          .hasMessageContaining("at 10");
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 20));
    assertThat(database.cursor()).containsExactly(cursorAt(1, 20));
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheRowsOfAnotherPipeline(TestTable table) throws Exception {
    try (FakeEventService upstream = new FakeEventService(TestLedgers.range(1, 30))) {
      store(table, upstream, 1, 10);
      database.execute("UPDATE pipeline_cursor SET pipeline = 'other'");
      assertThatThrownBy(() -> store(table, upstream, 11, 30))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining(
              "pipeline " + table.table.name() + " cannot use the table " + table.table.name())
          .hasMessageContaining("belongs to pipeline other, which stored ledgers 1 to 10");
      database.execute("DELETE FROM pipeline_cursor");
      assertThatThrownBy(() -> store(table, upstream, 11, 30))
          .isInstanceOf(SinkException.class)
          .hasMessageContaining("holds events up to ledger 10, but no pipeline's cursor");
    }
    assertThat(table.stored(database)).isEqualTo(table.expected(1, 10));
  }
}
