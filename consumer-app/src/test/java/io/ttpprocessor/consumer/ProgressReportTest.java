package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.TestLedgers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: progress is told of ledgers that are there, and of none where there are none. */
@Timeout(30)
class ProgressReportTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ConsumerStatus status = new ConsumerStatus();
  private long nanoTime;

  @Test
  void withoutALedgerNoneIsNamed() {
    try (ProgressReport report = report(RangePlan.from(0, 0))) {
      nanoTime = 1_500_000_000L;
      assertThat(report.line()).isEqualTo("no ledger stored yet");
    }
    assertThat(output.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("0 ledgers and 0 events stored in 1.5 s; no ledger is stored");
  }

  @Test
  void theLastStoredLedgerIsNamed() {
    try (ProgressReport report = report(RangePlan.from(0, 0))) {
      status.stored(new LedgerBatch(Optional.empty(), TestLedgers.range(5, 8)));
      nanoTime = 2_000_000_000L;
      assertThat(report.line()).startsWith("ledger 8 stored, 0 behind; 4 ledgers, ");
    }
    assertThat(output.toString(StandardCharsets.UTF_8).strip())
        .startsWith("4 ledgers and ")
        .endsWith(" events stored in 2.0 s; the last is ledger 8");
  }

  @Test
  void whatWasStoredBeforeIsNamedThoughNothingIsAdded() {
    status.startsAfter(7);
    try (ProgressReport report = report(RangePlan.from(8, 9))) {
      assertThat(report.line()).startsWith("0 of 2 ledgers (0.0 %)");
    }
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("0 ledgers and 0 events stored in 0.0 s; the last is ledger 7");
  }

  private ProgressReport report(RangePlan plan) {
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new ProgressReport(plan, status, out, false, () -> nanoTime);
  }
}
