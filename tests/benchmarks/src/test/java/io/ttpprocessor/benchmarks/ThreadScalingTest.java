package io.ttpprocessor.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the comparison of one thread with two runs, and which numbers it takes. */
@Timeout(120)
class ThreadScalingTest {
  @Test
  void measuresBoth() throws InterruptedException, ExecutionException {
    Duration moment = Duration.ofMillis(1);

    ThreadScaling.Result result = ThreadScaling.measure("synthetic-derived", moment, moment, 3);

    assertThat(result.one()).isPositive();
    assertThat(result.two()).isPositive();
    assertThat(result.ratio()).isPositive();
  }

  @Test
  void takesTheRatioOfEachPairOfRounds() {
    ThreadScaling.Result result =
        ThreadScaling.Result.of(List.of(100.0, 300.0, 200.0), List.of(150.0, 600.0, 380.0));

    // The ratios are 1.5, 2.0 and 1.9.
    assertThat(result).isEqualTo(new ThreadScaling.Result(200.0, 380.0, 1.9));
    assertThat(result).hasToString("one thread 200 MB/s, two 380 MB/s; median of the ratios 1.90");
  }

  @Test
  void knowsNoOtherCorpora() {
    assertThatThrownBy(() -> ThreadScaling.measure("else", Duration.ZERO, Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("else");
  }
}
