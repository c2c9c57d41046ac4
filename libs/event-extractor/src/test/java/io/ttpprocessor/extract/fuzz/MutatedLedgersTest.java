package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Small ledgers with one bit changed, at places all over them: events or an error that says where,
 * and nothing that lingers in the readers.
 */
@Timeout(60)
class MutatedLedgersTest {
  private static final int CHANGES_OF_EACH = 8;

  private static final List<byte[]> LEDGERS = SmallLedgers.ofEveryKind();

  private final AllReadings readings = new AllReadings(SmallLedgers.NETWORK);

  @Test
  void changedBytesGiveEventsOrAnError() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (byte[] ledger : LEDGERS) {
      for (int at : places(ledger)) {
        outcomes.add(readings.of(changed(ledger, at)));
      }
    }
    // A change of an envelope or of its result's hash is found when the two are joined.
    assertThat(outcomes).contains(Outcome.READ, Outcome.NOT_XDR, Outcome.PARTS_DO_NOT_FIT);
  }

  @Test
  void changedTransactionsGiveEventsOrAnErrorPastTheJoinToo() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (byte[] ledger : LEDGERS) {
      for (int at : places(ledger)) {
        byte[] changed = changed(ledger, at);
        try {
          EnvelopeHashes.restore(changed, SmallLedgers.NETWORK);
        } catch (XdrException e) {
          continue;
        }
        outcomes.add(readings.of(changed));
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(Outcome.READ, Outcome.PARTS_DO_NOT_FIT, Outcome.NOT_EXTRACTED);
  }

  @Test
  void badLedgersLeaveNothingBehind() {
    EventExtractor used = new EventExtractor(SmallLedgers.NETWORK);
    for (byte[] ledger : LEDGERS) {
      if (Outcome.of(ledger, () -> used.extract(ledger)) == Outcome.READ) {
        LedgerEvents expected = new EventExtractor(SmallLedgers.NETWORK).extract(ledger);
        for (int at : places(ledger)) {
          byte[] changed = changed(ledger, at);
          Outcome.of(changed, () -> used.extract(changed));
          assertThat(used.extract(ledger).events()).isEqualTo(expected.events());
        }
      }
    }
  }

  /** All over the ledger; of ledgers of different sizes, different bytes of their words. */
  private static int[] places(byte[] ledger) {
    return IntStream.range(0, CHANGES_OF_EACH)
        .map(i -> (int) ((2L * i + 1) * ledger.length / (2 * CHANGES_OF_EACH)))
        .toArray();
  }

  private static byte[] changed(byte[] ledger, int at) {
    byte[] changed = ledger.clone();
    changed[at] ^= (byte) (1 << at % Byte.SIZE);
    return changed;
  }
}
