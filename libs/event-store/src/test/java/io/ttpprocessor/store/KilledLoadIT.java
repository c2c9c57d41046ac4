package io.ttpprocessor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whenever PostgreSQL is killed, what is said to be done is there, and what is there is said
 * to be done. Method: a server that is killed (SIGKILL) while a load is at work, at moments by a
 * seed.
 */
@Timeout(300)
class KilledLoadIT {
  private static final int ROUNDS = 12;
  private static final int LEDGERS = 3_000;

  private final EventTable table = new TokenTransferTable();

  @Test
  void theRangesNeverClaimWhatIsNotThere() throws Exception {
    Random random = new Random(8);
    int killed = 0;
    int done = 0;
    try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
      TestDatabase rows = TestDatabase.in(server);
      try (SinkDatabase database = new SinkDatabase(server, rows.name(), table)) {
        long next = 1;
        long longest = timeOf(database, span(next));
        done++;
        next += LEDGERS;
        for (int round = 0; round < ROUNDS; round++) {
          LedgerSpan span = span(next);
          CompletableFuture<Void> load = CompletableFuture.runAsync(() -> load(database, span));
          // The last part is short and matters most: half of the kills are for it.
          long from = round % 2 == 0 ? 0 : longest * 3 / 5;
          if (!endsWithin(load, from + (long) (random.nextDouble() * (longest - from)))) {
            server.kill();
            // One that had its last answer just before the server died has ended well.
            boolean failed =
                load.handle((nothing, failure) -> failure != null).get(60, TimeUnit.SECONDS);
            killed += failed ? 1 : 0;
            server.restart();
          }
          boolean claimed = claims(rows, span);
          long expected = claimed ? TestLedgers.rows(span.first(), span.last()).size() : 0;
          assertThat(count(rows, "token_transfers", span)).as("%s", span).isEqualTo(expected);
          assertThat(count(rows, "ledger_digests", span)).isEqualTo(claimed ? LEDGERS : 0);
          if (claimed) {
            done++;
            next += LEDGERS;
          }
        }
        load(database, span(next));
        next += LEDGERS;
        done++;
        assertThat(rows.rows("SELECT first_ledger, last_ledger FROM complete_ledgers"))
            .containsExactly("1|" + (next - 1));
        assertThat(rows.events()).isEqualTo(TestLedgers.rows(1, next - 1));
      }
    }
    assertThat(killed).as("%d loads were done", done).isPositive();
  }

  private static LedgerSpan span(long first) {
    return new LedgerSpan(first, first + LEDGERS - 1);
  }

  private long timeOf(SinkDatabase database, LedgerSpan span) {
    // Once to warm up would be a load more: the first is slower than all others, which is as well.
    long begin = System.nanoTime();
    load(database, span);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private static boolean endsWithin(CompletableFuture<Void> load, long millis)
      throws InterruptedException, ExecutionException {
    try {
      load.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void load(SinkDatabase database, LedgerSpan span) {
    try (PartitionLoader loader = new PartitionLoader(database.source, table, table.name(), span);
        PartitionWriter writer = new PartitionWriter(database.source, table, span)) {
      loader.begin();
      for (long first = span.first(); first <= span.last(); first += 500) {
        writer.write(TestLedgers.range(first, first + 499));
      }
      loader.finish(2);
    } catch (SinkException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean claims(TestDatabase rows, LedgerSpan span) throws Exception {
    List<String> through = rows.rows("SELECT complete_through('token_transfers')");
    return Long.parseLong(through.get(0)) >= span.last();
  }

  private static long count(TestDatabase rows, String table, LedgerSpan span) throws Exception {
    return Long.parseLong(
        rows.rows(
                String.format(
                    "SELECT count(*) FROM %s WHERE ledger_sequence BETWEEN %d AND %d",
                    table, span.first(), span.last()))
            .get(0));
  }
}
