package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.consumer.ConsumerStatus.Counts;
import io.ttpprocessor.store.LedgerSpan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FillProgressTest {
  private long now;
  private final PrintStream nowhere =
      new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

  @Test
  void tellsHowFarAllPiecesAreAndWhatTheFillIsAt() {
    FillProgress progress = new FillProgress("token_transfers", nowhere, false, () -> now);
    progress.left(3_000);
    progress.loads(new LedgerSpan(1_000, 1_999), () -> new Counts(500, 2_000, 0, 0));
    now = TimeUnit.SECONDS.toNanos(10);
    assertThat(progress.line())
        .isEqualTo(
            "token_transfers: 500 of 3,000 ledgers (16.7 %), 50 ledgers/s, 2,000 events, 50 s left;"
                + " loading ledgers 1000 to 1999");
    progress.loads(new LedgerSpan(1_000, 1_999), () -> new Counts(1_000, 4_000, 0, 0));
    progress.makesIndexes(new LedgerSpan(1_000, 1_999));
    assertThat(progress.line())
        .contains("1,000 of 3,000 ledgers")
        .endsWith("making the indexes of ledgers 1000 to 1999");
    progress.ends(true);
    progress.left(2_000);
    assertThat(progress.line()).contains("1,000 of 3,000 ledgers").contains("4,000 events");
  }

  @Test
  void aPieceThatHasToBeLoadedAgainIsNotCountedTwice() {
    FillProgress progress = new FillProgress("token_transfers", nowhere, false, () -> now);
    progress.left(1_000);
    progress.loads(new LedgerSpan(1, 1_000), () -> new Counts(900, 90, 0, 0));
    progress.ends(false);
    assertThat(progress.line()).contains("0 of 1,000 ledgers (0.0 %)").contains(" 0 events");
    progress.close();
  }
}
