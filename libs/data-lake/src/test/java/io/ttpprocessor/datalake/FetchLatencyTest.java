package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FetchLatencyTest {
  private static final int MOST = 192;

  private final FetchLatency latency = new FetchLatency(4, 1);

  @Test
  void takesAStoreForDistantUntilItHasAnswered() {
    assertThat(latency.batchesAhead(MOST)).isEqualTo(MOST);
  }

  @Test
  void fetchesAsManyAsAreNeededWhileOneIsUnderWay() {
    latency.unpacked(Duration.ofNanos(500_000).toNanos());
    latency.saw(Duration.ofNanos(80_000).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("a folder").isEqualTo(5);
    latency.saw(Duration.ofMillis(5).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("5 ms, in which 10 are unpacked").isEqualTo(14);
    latency.saw(Duration.ofMillis(50).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("a bucket").isEqualTo(104);
  }

  /**
   * They are unpacked as fast as they come, and so are needed as early as busy ones of a bucket.
   */
  @Test
  void fetchesMoreOfSmallLedgers() {
    latency.unpacked(Duration.ofNanos(20_000).toNanos());
    latency.saw(Duration.ofNanos(80_000).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("a folder").isEqualTo(8);
    latency.saw(Duration.ofMillis(5).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("5 ms").isEqualTo(MOST);
    latency.saw(Duration.ofMinutes(5).toNanos());
    assertThat(latency.batchesAhead(MOST)).isEqualTo(MOST);
  }

  @Test
  void oneBatchThatCameSlowlyIsNoMeasure() {
    latency.saw(Duration.ofMillis(1).toNanos());
    latency.unpacked(Duration.ofNanos(100_000).toNanos());
    latency.unpacked(Duration.ofSeconds(1).toNanos());
    assertThat(latency.batchesAhead(MOST)).as("10 in a fetch").isEqualTo(14);
    for (int i = 0; i < 200; i++) {
      latency.unpacked(Duration.ofMillis(1).toNanos());
    }
    assertThat(latency.batchesAhead(MOST)).as("one in a fetch").isEqualTo(5);
  }

  @Test
  void severalUnpackersNeedSeveralTimesAsMany() {
    FetchLatency shared = new FetchLatency(4, 3);
    assertThat(shared.batchesAhead(MOST)).isEqualTo(MOST);
    shared.unpacked(Duration.ofNanos(500_000).toNanos());
    shared.saw(Duration.ofMillis(5).toNanos());
    assertThat(shared.batchesAhead(MOST)).isEqualTo(34);
    FetchLatency near = new FetchLatency(4, 3);
    near.unpacked(Duration.ofNanos(500_000).toNanos());
    near.saw(Duration.ofNanos(300_000).toNanos());
    assertThat(near.batchesAhead(MOST)).as("not quite two in a fetch").isEqualTo(6);
  }

  @Test
  void doesAsItIsTold() {
    assertThat(latency.batchesAhead(0)).isZero();
    latency.unpacked(100);
    latency.saw(1);
    assertThat(latency.batchesAhead(0)).isZero();
    assertThat(latency.batchesAhead(2)).isEqualTo(2);
  }

  @Test
  void forgetsASlowFetchInTime() {
    latency.unpacked(Duration.ofMillis(1).toNanos());
    latency.saw(Duration.ofSeconds(1).toNanos());
    for (int i = 0; i < 200; i++) {
      latency.saw(1_000);
    }
    assertThat(latency.batchesAhead(MOST)).isEqualTo(5);
  }
}
