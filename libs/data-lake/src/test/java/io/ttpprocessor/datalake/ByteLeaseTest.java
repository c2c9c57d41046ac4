package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shares of a budget: never more than there is, and all given back. */
@Timeout(20)
class ByteLeaseTest {
  @Test
  void aShareGrowsAsFarAsTheBudgetGoes() throws Exception {
    ByteBudget budget = new ByteBudget(100);
    ByteLease one = ByteLease.of(budget, 40).orElseThrow();
    ByteLease two = ByteLease.of(budget, 40).orElseThrow();
    assertThat(ByteLease.of(budget, 21)).isEmpty();
    one.require(60);
    assertThat(budget.used()).isEqualTo(100);
    assertThat(two.extendTo(41)).isFalse();
    assertThatThrownBy(() -> two.require(41)).isInstanceOf(BudgetExceededException.class);
    one.shrinkTo(10);
    assertThat(one.peak()).isEqualTo(60);
    assertThat(two.extendTo(90)).isTrue();
    two.release();
    two.release();
    assertThat(two.extendTo(1)).isFalse();
    assertThat(budget.used()).isEqualTo(10);
  }

  @Test
  void aShareOfNoBudgetHasNoLimit() throws Exception {
    ByteLease lease = ByteLease.unlimited();
    lease.require(1L << 50);
    lease.shrinkTo(5);
    lease.release();
    assertThat(lease.bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(lease.peak()).isEqualTo(1L << 50);
  }

  @Test
  void manyHoldersNeverExceedTheBudgetTogether() throws Exception {
    ByteBudget budget = new ByteBudget(1_000);
    ExecutorService holders = Executors.newFixedThreadPool(8);
    try {
      List<Future<Long>> most = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int seed = i;
        most.add(holders.submit(() -> holdAtRandom(budget, new Random(seed))));
      }
      for (Future<Long> seen : most) {
        assertThat(seen.get()).isPositive().isLessThanOrEqualTo(1_000);
      }
      assertThat(budget.used()).isZero();
    } finally {
      holders.shutdownNow();
    }
  }

  private static long holdAtRandom(ByteBudget budget, Random random) {
    long most = 0;
    for (int i = 0; i < 5_000; i++) {
      ByteLease lease = ByteLease.of(budget, random.nextInt(300)).orElse(null);
      if (lease != null) {
        lease.extendTo(random.nextInt(600));
        most = Math.max(most, budget.used());
        lease.shrinkTo(random.nextInt(300));
        lease.release();
      }
    }
    return most;
  }
}
