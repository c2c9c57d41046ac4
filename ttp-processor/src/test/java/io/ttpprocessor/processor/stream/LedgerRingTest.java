package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttpprocessor.processor.pipeline.ExtractedLedger;
import io.ttpprocessor.processor.pipeline.SharedLedger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The newest ledgers stay, as many as there is room for. */
class LedgerRingTest {
  /** A ledger of that many bytes of XDR, which counts twice as much. */
  private static SharedLedger ledger(long sequence, int bytes) {
    ExtractedLedger ledger =
        new ExtractedLedger(sequence, new byte[32], new byte[32], 0, 0, List.of(), null, bytes, 0);
    return new SharedLedger(ledger, null, growth -> {});
  }

  @Test
  void theOldestMakesRoomForTheNext() {
    LedgerRing ring = new LedgerRing(10, 100);
    assertThat(ring.oldest()).isEqualTo(10);
    assertThat(ring.next()).isEqualTo(10);
    assertThat(ring.get(10)).isNull();
    ring.add(ledger(10, 20));
    ring.add(ledger(11, 20));
    assertThat(ring.bytes()).isEqualTo(80);
    assertThat(ring.get(10).sequence()).isEqualTo(10);
    ring.add(ledger(12, 20));
    assertThat(ring.oldest()).isEqualTo(11);
    assertThat(ring.get(10)).isNull();
    assertThat(ring.get(12).sequence()).isEqualTo(12);
    assertThat(ring.get(13)).isNull();
    assertThat(ring.bytes()).isEqualTo(80);
  }

  @Test
  void messagesCountAndTheNewestAlwaysStays() {
    LedgerRing ring = new LedgerRing(10, 100);
    ring.add(ledger(10, 20));
    ring.add(ledger(11, 20));
    ring.grow(10, 20);
    assertThat(ring.bytes()).isEqualTo(100);
    ring.grow(11, 1);
    assertThat(ring.oldest()).as("10 went with all that it held").isEqualTo(11);
    assertThat(ring.bytes()).isEqualTo(41);
    ring.grow(10, 1_000);
    assertThat(ring.bytes()).as("of a ledger that is gone").isEqualTo(41);
    ring.grow(11, 1_000);
    assertThat(ring.get(11).sequence()).isEqualTo(11);
    ring.add(ledger(12, 1));
    assertThat(ring.size()).isEqualTo(1);
    assertThat(ring.bytes()).isEqualTo(2);
  }

  @Test
  void aGapIsRefused() {
    LedgerRing ring = new LedgerRing(10, 100);
    assertThatIllegalArgumentException().isThrownBy(() -> ring.add(ledger(11, 1)));
  }
}
