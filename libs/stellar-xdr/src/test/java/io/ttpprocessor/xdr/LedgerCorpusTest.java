package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every ledger at hand, whole, cut short and damaged. */
@Timeout(120)
class LedgerCorpusTest {

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void everyLedgerParsesToItsLastByte(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here");
    List<byte[]> ledgers = corpus.ledgers();

    for (byte[] ledger : ledgers) {
      LedgerCloseMetaView view = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
      assertThat(view.end()).isEqualTo(ledger.length);
    }

    assertThat(ledgers).hasSize(corpus.ledgerCount());
  }

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void everyAccessorStaysWithinItsValue(GoldenCorpus corpus) throws Exception {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here");
    ViewWalker walker = new ViewWalker();

    List<byte[]> ledgers = corpus.ledgers();
    for (byte[] ledger : ledgers.subList(0, Math.min(20, ledgers.size()))) {
      walker.walk(LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length));
    }

    assertThat(walker.visited()).isGreaterThan(1000);
  }

  @Test
  void everyPrefixIsTruncated() {
    byte[] ledger = smallLedger();

    for (int length = 0; length < ledger.length; length++) {
      try {
        LedgerCloseMetaView.parse(ledger, 0, length);
        fail("accepted the first " + length + " of " + ledger.length + " bytes");
      } catch (XdrException e) {
        assertThat(e.kind()).isIn(Kind.TRUNCATED, Kind.COUNT_EXCEEDS_INPUT);
        assertThat(e.offset()).isBetween(0, length);
      }
    }
  }

  /** What is accepted in spite of the damage is a valid value: the trusting walk agrees with it. */
  @Test
  void everyDamagedByteIsRefusedOrHarmless() {
    byte[] ledger = smallLedger();
    Random random = new Random(20_260_101);
    int refused = 0;

    for (int at = 0; at < ledger.length; at++) {
      byte[] damaged = ledger.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      try {
        LedgerCloseMetaView view = LedgerCloseMetaView.parse(damaged, 0, damaged.length);
        assertThat(view.end()).isEqualTo(LedgerCloseMetaView.check(damaged, 0, damaged.length, 0));
      } catch (XdrException e) {
        assertThat(e.offset()).isBetween(0, ledger.length);
        refused++;
      }
    }

    assertThat(refused).isPositive();
  }

  private static byte[] smallLedger() {
    return GoldenCorpus.SYNTHETIC_DERIVED.ledgers().stream()
        .filter(ledger -> ledger.length > 10_000)
        .min(Comparator.comparingInt(ledger -> ledger.length))
        .orElseThrow();
  }
}
