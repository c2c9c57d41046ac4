package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: only the ledger that follows passes. Ledger n has the hash of 32 times n. */
@Timeout(10)
class LedgerSuccessionTest {
  private static final String EIGHT = "08".repeat(32);
  private static final String NINE = "09".repeat(32);

  @Test
  void whatFollowsPasses() {
    for (LedgerSuccession succession :
        new LedgerSuccession[] {
          LedgerSuccession.fromAnywhere(),
          LedgerSuccession.from(7),
          LedgerSuccession.after(6, hash(6)),
          LedgerSuccession.ofRanges()
        }) {
      accept(succession, 7, 6);
      accept(succession, 8, 7);
      accept(succession, 9, 8);
    }
  }

  @Test
  void anotherPreviousHashIsRefusedWithBoth() {
    for (LedgerSuccession succession :
        new LedgerSuccession[] {
          LedgerSuccession.fromAnywhere(), LedgerSuccession.from(8), LedgerSuccession.ofRanges()
        }) {
      accept(succession, 8, 7);
      assertRefused(
          () -> accept(succession, 9, 9),
          "ledger 9: names " + NINE + " as its previous hash, but ledger 8 has " + EIGHT);
    }
    assertRefused(
        () -> accept(LedgerSuccession.after(8, hash(8)), 9, 9),
        "ledger 9: names " + NINE + " as its previous hash, but ledger 8 has " + EIGHT);
  }

  @Test
  void anotherNumberIsRefused() {
    assertRefused(
        () -> accept(LedgerSuccession.from(6), 7, 6),
        "ledger 7: found where ledger 6 was expected");
    assertRefused(
        () -> accept(LedgerSuccession.after(5, hash(5)), 5, 4),
        "ledger 5: found where ledger 6 was expected");
    LedgerSuccession succession = LedgerSuccession.fromAnywhere();
    accept(succession, 7, 6);
    assertRefused(() -> accept(succession, 9, 8), "ledger 9: found where ledger 8 was expected");
  }

  @Test
  void rangesMayBeginAnew() {
    LedgerSuccession succession = LedgerSuccession.ofRanges();
    accept(succession, 7, 6);
    assertThatCode(
            () -> {
              accept(succession, 9, 1);
              accept(succession, 3, 5);
              accept(succession, 4, 3);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aRefusedLedgerIsTakenAllTheSame() {
    LedgerSuccession succession = LedgerSuccession.ofRanges();
    accept(succession, 7, 6);
    assertRefused(() -> accept(succession, 8, 9), "ledger 8: names " + NINE);
    accept(succession, 9, 8);
  }

  private static void assertRefused(Runnable step, String message) {
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(step::run)
        .withMessageStartingWith(message);
  }

  private static void accept(LedgerSuccession succession, int sequence, int previous) {
    succession.accept(sequence, hash(sequence), hash(previous));
  }

  private static byte[] hash(int number) {
    byte[] hash = new byte[32];
    Arrays.fill(hash, (byte) number);
    return hash;
  }
}
