package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FetchLatencyTest {
  private static final int MOST = 192;

  private final FetchLatency latency = new FetchLatency(4);

  @Test
  void takesAStoreForDistantUntilItHasAnswered() {
    assertThat(latency.batchesAhead(MOST)).isEqualTo(MOST);
  }

  @Test
  void fetchesAsManyAsAreNeededWhileOneIsUnderWay() {
    latency.saw(Duration.ofNanos(80_000).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("a folder").isEqualTo(4);
    latency.saw(Duration.ofMillis(5).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("5 ms at 4 batches each").isEqualTo(24);
    latency.saw(Duration.ofMillis(50).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("a bucket").isEqualTo(MOST);
  }

  @Test
  void doesAsItIsTold() {
    assertThat(latency.batchesAhead(0)).isZero();
    latency.saw(1);
    assertThat(latency.batchesAhead(0)).isZero();
    assertThat(latency.batchesAhead(2)).isEqualTo(2);
  }

  @Test
  void forgetsASlowFetchInTime() {
    latency.saw(Duration.ofSeconds(1).toNanos());
    for (int i = 0; i < 200; i++) {
      latency.saw(1_000);
    }
    assertThat(latency.batchesAhead(MOST)).isEqualTo(4);
  }
}
