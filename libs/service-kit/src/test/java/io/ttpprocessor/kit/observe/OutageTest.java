package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long something has been away, by a clock of the test's. */
class OutageTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Outage outage = new Outage(now::get);

  @Test
  void whatIsThereIsNotAway() {
    pass(3_600);
    assertThat(outage.length()).isZero();
    outage.set(false);
    assertThat(outage.isLong()).isFalse();
  }

  @Test
  void itIsLongFromAMinuteOnCountedFromTheFirstSign() {
    outage.set(true);
    pass(30);
    outage.set(true);
    pass(29);
    assertThat(outage.isLong()).isFalse();
    pass(1);
    assertThat(outage.isLong()).isTrue();
    assertThat(outage.length()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whatComesBackBeginsAnew() {
    outage.set(true);
    pass(59);
    outage.set(false);
    outage.set(true);
    pass(59);
    assertThat(outage.isLong()).isFalse();
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
