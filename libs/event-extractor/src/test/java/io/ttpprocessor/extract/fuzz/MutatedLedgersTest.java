package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small ledgers with one bit changed, at places all over them: events or an error that says where,
 * and nothing that lingers in the readers.
 */
@Timeout(60)
class MutatedLedgersTest {
  private static final List<byte[]> LEDGERS = SmallLedgers.ofEveryKind();

  private final AllReadings readings = new AllReadings(SmallLedgers.NETWORK);

  @Test
  void ledgersAreOfEveryForm() {
    Set<String> forms = new TreeSet<>();
    for (byte[] ledger : LEDGERS) {
      forms.add(SmallLedgers.form(LedgerView.parse(ledger, SmallLedgers.NETWORK)));
    }
    assertThat(forms)
        .containsExactly(
            "LedgerCloseMeta 0 with no phase and TransactionMeta 0",
            "LedgerCloseMeta 0 with no phase and TransactionMeta 1",
            "LedgerCloseMeta 0 with no phase and TransactionMeta 2",
            "LedgerCloseMeta 0 with no phase and TransactionMeta 3",
            "LedgerCloseMeta 0 with no phase and TransactionMeta 4",
            "LedgerCloseMeta 1 with a sequential phase and TransactionMeta 3",
            "LedgerCloseMeta 1 with a sequential phase and TransactionMeta 4",
            "LedgerCloseMeta 2 with a parallel phase and TransactionMeta 3",
            "LedgerCloseMeta 2 with a parallel phase and TransactionMeta 4",
            "LedgerCloseMeta 2 with a sequential phase and TransactionMeta 3",
            "LedgerCloseMeta 2 with a sequential phase and TransactionMeta 4");
  }

  /** So that what refuses a changed ledger is the change. */
  @Test
  void checksRefuseNoLedgerThatIsNotChanged() {
    EventExtractor unchecked = new EventExtractor(SmallLedgers.NETWORK);
    CheckedExtractor checked = extractor(EventsMode.DERIVED);
    int read = 0;
    for (byte[] ledger : LEDGERS) {
      if (Outcome.of(ledger, () -> unchecked.extract(ledger)) == Outcome.READ) {
        assertThat(Told.of(ledger, checked).fault()).isNull();
        read++;
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void changedBytesGiveEventsOrAnError() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (byte[] ledger : LEDGERS) {
      for (byte[] changed : ChangedLedgers.of(ledger)) {
        outcomes.add(readings.of(changed));
      }
    }
    // A change of an envelope or of its result's hash is found when the two are joined.
    assertThat(outcomes).contains(Outcome.READ, Outcome.NOT_XDR, Outcome.PARTS_DO_NOT_FIT);
    // No hash covers the changes of entries.
    assertThat(readings.ofChecks())
        .contains(Outcome.READ, Outcome.NOT_XDR, Outcome.PARTS_DO_NOT_FIT);
  }

  @Test
  void changedTransactionsGiveEventsOrAnErrorPastEveryHashToo() {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (byte[] ledger : LEDGERS) {
      for (byte[] changed : ChangedLedgers.withTheirHashes(ledger, SmallLedgers.NETWORK)) {
        outcomes.add(readings.of(changed));
      }
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(Outcome.READ, Outcome.PARTS_DO_NOT_FIT, Outcome.NOT_EXTRACTED);
    assertThat(readings.ofChecks()).isEqualTo(outcomes);
  }

  /** In each mode, a reader that has seen bad ledgers is as a new one. */
  @ParameterizedTest
  @EnumSource
  void badLedgersLeaveNothingBehind(EventsMode mode) {
    CheckedExtractor used = extractor(mode);
    int told = 0;
    for (byte[] ledger : LEDGERS) {
      Told expected = Told.of(ledger, extractor(mode));
      if (expected.fault() != null) {
        continue;
      }
      told++;
      List<byte[]> bad = new ArrayList<>(ChangedLedgers.of(ledger));
      bad.addAll(ChangedLedgers.withTheirHashes(ledger, SmallLedgers.NETWORK));
      for (byte[] changed : bad) {
        assertThat(Told.of(changed, used)).isNotNull();
        assertThat(Told.of(ledger, used)).isEqualTo(expected);
      }
    }
    assertThat(told).isPositive();
  }

  private static CheckedExtractor extractor(EventsMode mode) {
    return new CheckedExtractor(SmallLedgers.NETWORK, mode, LedgerChecks.EVENTS);
  }
}
