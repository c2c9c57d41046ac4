package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At the tip: a live range waits, without an error; a bounded one ends at its end. */
@Timeout(60)
class TipTest {
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 139);

  @Test
  void aLiveRangeWaitsForEachLedgerAndNothingIsAnError() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 110).start();
        TestSource test = TestSource.over(server).retries(0).open();
        LedgerCursor cursor = test.source.open(LedgerRange.live(109))) {
      assertNext(cursor, 109);
      assertNext(cursor, 110);
      assertThat(cursor.latestKnown()).isEqualTo(110);
      for (long sequence = 111; sequence <= 125; sequence++) {
        CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(cursor);
        int polls = server.calls("getLedgers");
        await().until(() -> server.calls("getLedgers") > polls + 1);
        assertThat(next).isNotDone();
        server.window(100, sequence);
        assertThat(next.get(20, TimeUnit.SECONDS))
            .map(LedgerBytes::copy)
            .hasValue(LEDGERS.get((int) sequence - 100));
      }
      assertThat(test.faults.trouble()).isEmpty();
      assertThat(test.faults.figures()).containsEntry("retry_count", 0L);
      assertThat(test.requests.figures()).containsEntry("error_count", 0L);
    }
  }

  @Test
  void aStartBeyondTheTipIsWaitedFor() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 110).start();
        TestSource test = TestSource.over(server).retries(0).open();
        LedgerCursor cursor = test.source.open(LedgerRange.live(120))) {
      CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(cursor);
      await().until(() -> server.calls("getLedgers") > 3);
      server.window(100, 119);
      int polls = server.calls("getLedgers");
      await().until(() -> server.calls("getLedgers") > polls + 1);
      assertThat(next).isNotDone();
      server.window(100, 120);
      assertThat(next.get(20, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(120L);
    }
  }

  @Test
  void theLatestMayGoBackwardsAndNothingComesTwice() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 110).start();
        TestSource test = TestSource.over(server).retries(0).open();
        LedgerCursor cursor = test.source.open(LedgerRange.live(108))) {
      for (long sequence = 108; sequence <= 110; sequence++) {
        assertNext(cursor, sequence);
      }
      CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(cursor);
      server.window(100, 105);
      int polls = server.calls("getLedgers");
      await().until(() -> server.calls("getLedgers") > polls + 1);
      assertThat(test.source.latest()).isEqualTo(105);
      assertThat(next).isNotDone();
      server.window(100, 112);
      assertThat(next.get(20, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(111L);
      assertNext(cursor, 112);
    }
  }

  @Test
  void anEmptyPageIsWaitedOut() throws Exception {
    AtomicBoolean empty = new AtomicBoolean(true);
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .edit(page -> page.entries.removeIf(entry -> empty.get()))
                .start();
        TestSource test = TestSource.over(server).retries(0).open();
        LedgerCursor cursor = test.source.open(LedgerRange.live(100))) {
      CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(cursor);
      await().until(() -> server.calls("getLedgers") > 3);
      assertThat(next).isNotDone();
      empty.set(false);
      assertThat(next.get(20, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(100L);
    }
  }

  @Test
  void aServerWhoseLedgersAreLateIsNotAnError() throws Exception {
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS).window(100, 110).unhealthy().start();
        TestSource test = TestSource.over(server).retries(0).open();
        LedgerCursor cursor = test.source.open(LedgerRange.live(111))) {
      CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(cursor);
      await().until(() -> server.calls("getLatestLedger") > 2);
      assertThat(next).isNotDone();
      server.window(100, 111);
      assertThat(next.get(20, TimeUnit.SECONDS)).map(LedgerBytes::sequence).hasValue(111L);
      assertThat(test.source.latest()).isEqualTo(111);
    }
  }

  @Test
  void aBoundedRangeEndsAtItsEndWhichMayBeTheLatest() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 120).start();
        TestSource test = TestSource.over(server).retries(0).open()) {
      assertThat(test.readAll(LedgerRange.bounded(105, 120)))
          .containsExactlyElementsOf(LEDGERS.subList(5, 21));
      assertThat(test.readAll(LedgerRange.bounded(120, 120))).containsExactly(LEDGERS.get(20));
      // No request went beyond the end.
      assertThat(server.pages())
          .allMatch(
              page ->
                  page.path("pagination").path("cursor").asLong()
                          + page.path("pagination").path("limit").asLong()
                      <= 120);
    }
  }

  @Test
  void aBoundedRangeBeyondTheTipFailsNamingTheLatest() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(100, 110).start();
        TestSource test = TestSource.over(server).retries(2).open()) {
      SourceException failure = test.failureAfter(LedgerRange.bounded(109, 112), 2);
      assertThat(failure.kind()).isEqualTo(Kind.MISSING);
      assertThat(failure)
          .hasMessage("ledger 111 is not there yet: the latest of " + server.url() + " is 110");
    }
  }

  @Test
  void closingTheCursorEndsTheWaitAndTheRequest() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        TestSource test = TestSource.over(server).open()) {
      LedgerCursor atTheTip = test.source.open(LedgerRange.live(140));
      CompletableFuture<Optional<LedgerBytes>> next = TestSource.nextOf(atTheTip);
      await().until(() -> server.calls("getLedgers") > 1);
      atTheTip.close();
      assertInterrupted(next);

      server.disturb(
          (request, page) ->
              Optional.of(
                  new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build()));
      LedgerCursor inRequest = test.source.open(LedgerRange.live(100));
      int calls = server.calls("getLedgers");
      CompletableFuture<Optional<LedgerBytes>> silent = TestSource.nextOf(inRequest);
      await().until(() -> server.calls("getLedgers") > calls);
      inRequest.close();
      assertInterrupted(silent);
    }
  }

  private static void assertInterrupted(CompletableFuture<Optional<LedgerBytes>> next) {
    ExecutionException end =
        catchThrowableOfType(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
    assertThat(end).hasRootCauseInstanceOf(InterruptedException.class);
  }

  private static void assertNext(LedgerCursor cursor, long sequence) throws Exception {
    assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(sequence);
  }
}
