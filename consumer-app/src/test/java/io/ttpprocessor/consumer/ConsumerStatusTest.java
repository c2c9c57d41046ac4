package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.TestLedgers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a pipeline is said to be: what passes is no more than degraded, and nothing sticks. */
class ConsumerStatusTest {
  private static final List<LedgerEvents> LEDGERS = TestLedgers.range(1, 30);

  private final ConsumerHealth health = new ConsumerHealth(10);
  private final ConsumerStatus status = health.add("token_transfers");

  @Test
  void aLivePipelineThatFallsBehindIsUnhealthyUntilItHasCaughtUp() {
    status.isLive();
    store(1, 1);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    receive(2, 30);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(health.snapshot().metrics())
        .containsEntry("lag_ledgers", 29L)
        .containsEntry("lag_problem", "29 ledgers behind, MAX_LAG_LEDGERS is 10");
    store(25, 30);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
  }

  @Test
  void aBoundedPipelineHasNoLag() {
    store(1, 1);
    receive(2, 30);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(health.snapshot().metrics()).doesNotContainKey("lag_ledgers");
  }

  @Test
  void aStreamThatBrokeDegradesUntilALedgerComesAlsoWhereThatIsFarBehind() {
    status.isLive();
    store(1, 1);
    status.streamBroke(new StreamFailure(Status.UNAVAILABLE.withDescription("away")));
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.DEGRADED);
    receive(2, 30);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.UNHEALTHY);
    store(30, 30);
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.HEALTHY);
  }

  @Test
  void severalPipelinesAreAsWellAsTheOneThatIsWorst() {
    ConsumerStatus other = health.add("contract_events");
    other.failed("a row was refused");
    assertThat(health.snapshot().status()).isEqualTo(HealthStatus.UNHEALTHY);
  }

  private void receive(int sequence, int latest) {
    status.received(LEDGERS.get(sequence - 1).toBuilder().setLatestLedger(latest).build());
  }

  private void store(int sequence, int latest) {
    receive(sequence, latest);
    status.stored(new LedgerBatch(Optional.empty(), List.of(LEDGERS.get(sequence - 1))));
  }
}
