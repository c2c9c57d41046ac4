package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.TestLedgers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: batches are bounded, in order, and complete to the last ledger. */
@Timeout(30)
class LedgerBatcherTest {
  private static final List<LedgerEvents> LEDGERS = TestLedgers.range(1, 100);

  @Test
  void givesWhatHasComeAndAnEmptyBatchAtTheEnd() throws InterruptedException {
    LedgerBatcher batcher = new LedgerBatcher(10, 1 << 20);
    batcher.put(LEDGERS.get(0));
    assertThat(batcher.take()).containsExactly(LEDGERS.get(0));
    batcher.put(LEDGERS.get(1));
    batcher.put(LEDGERS.get(2));
    batcher.finish();
    assertThat(batcher.take()).containsExactly(LEDGERS.get(1), LEDGERS.get(2));
    assertThat(batcher.take()).isEmpty();
  }

  private static List<Integer> sizes(LedgerBatcher batcher) throws Exception {
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (LedgerEvents ledger : LEDGERS) {
                  batcher.put(ledger);
                }
                batcher.finish();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    List<LedgerEvents> all = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (List<LedgerEvents> batch = batcher.take(); !batch.isEmpty(); batch = batcher.take()) {
      all.addAll(batch);
      sizes.add(batch.size());
    }
    reader.get(10, TimeUnit.SECONDS);
    assertThat(all).isEqualTo(LEDGERS);
    return sizes;
  }

  @Test
  void holdsNoMoreLedgersThanAllowed() throws Exception {
    assertThat(sizes(new LedgerBatcher(3, 1 << 20))).allMatch(size -> size <= 3);
  }

  @Test
  void holdsALedgerThatIsLargerThanAllowedByItself() throws Exception {
    assertThat(sizes(new LedgerBatcher(100, 1))).hasSize(100).allMatch(size -> size == 1);
  }
}
