package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.rpc.FakeStellarRpc.Page;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whatever a server does, each ledger comes once, in order and byte for byte. Method: 10,000
 * ledgers behind a moving window, every other request met by a fault drawn with a fixed seed; the
 * SHA-256 of what was read is that of what the server holds.
 */
@Timeout(120)
class FaultMixTest {
  /** Another can be given: {@code -Dttp.seed=…}. */
  private static final long SEED = Long.getLong("ttp.seed", 20_261_123);

  private static final long FIRST = 1_000;
  private static final long LAST = 10_999;
  private static final long WINDOW = 120;
  private static final int PAGE = 25;

  private final Random random = new Random(SEED);
  private final Map<RpcDisturbance, AtomicInteger> met = new EnumMap<>(RpcDisturbance.class);

  @Test
  void tenThousandLedgersComeOnceInOrderAndByteForByte() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.small(FIRST, LAST);
    for (RpcDisturbance kind : RpcDisturbance.values()) {
      met.put(kind, new AtomicInteger());
    }
    try (FakeStellarRpc server = new FakeStellarRpc(FIRST, ledgers).start()) {
      server
          .window(FIRST, FIRST + PAGE)
          .disturb(
              (request, page) -> {
                Optional<MockResponse> disturbed = disturb(page);
                advance(server, page);
                return disturbed;
              });
      try (TestSource test =
              TestSource.over(server)
                  .retries(25)
                  .timeout(Duration.ofMillis(100))
                  .pageLedgers(PAGE)
                  .open();
          LedgerCursor cursor = test.source.open(LedgerRange.live(FIRST))) {
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        for (long sequence = FIRST; sequence <= LAST; sequence++) {
          LedgerBytes ledger = cursor.next().orElseThrow();
          assertThat(ledger.sequence()).as("seed %d", SEED).isEqualTo(sequence);
          read.update(ledger.bytes(), ledger.offset(), ledger.length());
        }
        MessageDigest held = MessageDigest.getInstance("SHA-256");
        ledgers.forEach(held::update);
        assertThat(read.digest()).as("seed %d", SEED).isEqualTo(held.digest());
      }
    }
    met.forEach((kind, count) -> assertThat(count.get()).as("%s", kind).isPositive());
  }

  /** Drawn on the server's threads, one request at a time. */
  private synchronized Optional<MockResponse> disturb(Page page) {
    if (page == null || random.nextBoolean()) {
      return Optional.empty();
    }
    RpcDisturbance[] kinds = RpcDisturbance.values();
    RpcDisturbance kind = kinds[random.nextInt(kinds.length)];
    met.get(kind).incrementAndGet();
    return Optional.of(kind.answer(page, random));
  }

  /** The tip stays less than two pages ahead of the reader, so that it is met again and again. */
  private synchronized void advance(FakeStellarRpc server, Page page) {
    // Other requests than for pages come when the reader has met the tip.
    long next =
        page == null ? server.latest() + random.nextInt(3) : page.first + random.nextInt(2 * PAGE);
    long latest = Math.min(LAST, Math.max(server.latest(), next));
    server.window(Math.max(FIRST, latest - WINDOW), latest);
  }
}
