package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The header of metadata that is not checked beyond it. */
@Timeout(30)
class LedgerHeaderTest {
  @Test
  void theHeaderIsThatOfTheWholeCheck() {
    boolean[] versions = new boolean[3];
    for (byte[] ledger : GoldenCorpus.SYNTHETIC_DERIVED.ledgers().subList(0, 300)) {
      LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
      LedgerHeaderHistoryEntryView whole = LedgerCloseMetas.header(meta);
      versions[meta.v()] = true;

      byte[] among = new byte[ledger.length + 20];
      System.arraycopy(ledger, 0, among, 12, ledger.length);
      LedgerHeaderHistoryEntryView header =
          LedgerCloseMetas.parseHeader(among, 12, 12 + ledger.length);

      assertThat(header.offset() - 12).isEqualTo(whole.offset());
      assertThat(header.copy()).isEqualTo(whole.copy());
    }
    assertThat(versions).containsOnly(true);
  }

  @Test
  void aHeaderThatIsCutIsRefusedWhereverItIs() {
    for (byte[] ledger : GoldenCorpus.SYNTHETIC_DERIVED.ledgers().subList(0, 20)) {
      LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
      int end = LedgerCloseMetas.header(meta).end();
      assertThat(LedgerCloseMetas.parseHeader(ledger, 0, end).end()).isEqualTo(end);
      for (int limit = 0; limit < end; limit++) {
        byte[] cut = Arrays.copyOf(ledger, limit);
        assertThatExceptionOfType(XdrException.class)
            .as("%d of %d bytes", limit, end)
            .isThrownBy(() -> LedgerCloseMetas.parseHeader(cut, 0, cut.length))
            .extracting(XdrException::kind)
            .isIn(XdrException.Kind.TRUNCATED, XdrException.Kind.COUNT_EXCEEDS_INPUT);
      }
    }
  }

  @Test
  void anUnknownVersionIsRefused() {
    byte[] ledger = GoldenCorpus.SYNTHETIC_DERIVED.ledgers().get(0).clone();
    for (int version : new int[] {-1, 3, Integer.MAX_VALUE}) {
      ByteBuffer.wrap(ledger).putInt(0, version);
      assertThatExceptionOfType(XdrException.class)
          .isThrownBy(() -> LedgerCloseMetas.parseHeader(ledger, 0, ledger.length))
          .withMessageContaining("LedgerCloseMeta.v");
    }
  }
}
