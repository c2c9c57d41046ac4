package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ttpprocessor.ledger.LedgerFixture.Transaction;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The header, and the join of envelopes to results, on ledgers written by hand. */
@Timeout(10)
class LedgerViewTest {
  private static final Transaction FIRST = LedgerFixture.transaction(1, 1);
  private static final Transaction SECOND = LedgerFixture.transactionV0(2, 2);
  private static final Transaction THIRD = LedgerFixture.feeBump(30, 3, 3);

  @Test
  void readsTheHeader() {
    LedgerView ledger = view(LedgerFixture.ledgerV0(List.of(), List.of()));
    assertThat(ledger.sequence()).isEqualTo(4711);
    assertThat(ledger.hash().hex()).isEqualTo("07".repeat(32));
    assertThat(ledger.previousHash().hex()).isEqualTo("06".repeat(32));
    assertThat(ledger.closeTimeSeconds()).isEqualTo(1_700_000_000L);
    assertThat(ledger.protocolVersion()).isEqualTo(12);
    assertThat(ledger.metaVersion()).isZero();
    assertThat(ledger.transactions()).isEmpty();
  }

  @Test
  void refusesBytesThatAreNoLedger() {
    byte[] ledger = LedgerFixture.ledgerV0(List.of(), List.of());
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> view(Arrays.copyOf(ledger, ledger.length - 1)))
        .returns(XdrException.Kind.TRUNCATED, XdrException::kind);
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> view(Arrays.copyOf(ledger, ledger.length + 4)))
        .returns(XdrException.Kind.TRAILING_BYTES, XdrException::kind);
  }

  @Test
  void readsALedgerThatLiesAmongOthers() {
    byte[] ledger =
        LedgerFixture.ledgerV0(
            List.of(FIRST, THIRD),
            List.of(LedgerFixture.success(THIRD), LedgerFixture.success(FIRST)));
    int before = 12;
    byte[] object = new byte[before + ledger.length + 8];
    System.arraycopy(ledger, 0, object, before, ledger.length);
    LedgerView alone = view(ledger);
    LedgerView among = LedgerView.parse(object, before, ledger.length, LedgerFixture.NETWORK);
    assertThat(among.sequence()).isEqualTo(alone.sequence());
    assertThat(among.transactions()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      LedgerTransaction expected = alone.transactions().get(i);
      LedgerTransaction found = among.transactions().get(i);
      assertThat(found.hash().copy()).isEqualTo(expected.hash().copy());
      assertThat(found.meta().offset()).isEqualTo(expected.meta().offset() + before);
    }
    // What comes after it is not taken for its own.
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(
            () -> LedgerView.parse(object, before, ledger.length - 4, LedgerFixture.NETWORK))
        .returns(XdrException.Kind.TRUNCATED, XdrException::kind);
  }

  /** The fields that are damaged: an envelope's signatures, and the metadata's version. */
  @Test
  void tellsHowFarSoundBytesWent() {
    byte[] ledger =
        LedgerFixture.ledgerV0(
            List.of(FIRST, SECOND),
            List.of(LedgerFixture.success(FIRST), LedgerFixture.success(SECOND)));
    LedgerView sound = view(ledger);
    int signatures = sound.transactions().get(1).envelope().v0().signatures().first() - 4;
    assertRefused(ledger, signatures, "after envelope 1, transaction 0, operation 0");
    int meta = sound.transactions().get(1).meta().offset();
    assertRefused(ledger, meta, "after envelope 2, transaction 1, operation 0");
    assertRefused(ledger, ledger.length - 4, "after envelope 2, transaction 2, operation 0");
  }

  private static void assertRefused(byte[] ledger, int offset, String progress) {
    byte[] damaged = ledger.clone();
    damaged[offset] = 0x7f;
    assertThatExceptionOfType(XdrException.class)
        .isThrownBy(() -> view(damaged))
        .returns(offset, XdrException::offset)
        .withMessageContaining(" at byte " + offset + ": ")
        .withMessageEndingWith(", " + progress + " of the next transaction")
        .havingCause()
        .isInstanceOf(XdrException.class);
  }

  @Test
  void putsTransactionsInTheOrderOfTheirResults() {
    List<LedgerTransaction> transactions =
        view(LedgerFixture.ledgerV0(
                List.of(SECOND, FIRST),
                List.of(LedgerFixture.success(FIRST), LedgerFixture.success(SECOND))))
            .transactions();
    assertThat(transactions).extracting(LedgerTransaction::index).containsExactly(1, 2);
    assertThat(transactions)
        .extracting(LedgerTransaction::hashHex)
        .containsExactly(hex(FIRST), hex(SECOND));
    assertThat(transactions)
        .extracting(transaction -> transaction.sourceAccount().copyKey()[0])
        .containsExactly((byte) 1, (byte) 2);
  }

  @Test
  void findsEnvelopesInAllPhasesOfAGeneralizedSet() {
    Transaction fourth = LedgerFixture.transaction(4, 1);
    List<XdrWriter> processings =
        List.of(
            LedgerFixture.processingV1(LedgerFixture.success(fourth), LedgerFixture.meta(4, 1)),
            LedgerFixture.processingV1(
                LedgerFixture.feeBumpSuccess(THIRD), LedgerFixture.meta(4, 3)),
            LedgerFixture.processingV1(LedgerFixture.success(SECOND), LedgerFixture.meta(3, 2)),
            LedgerFixture.processingV1(LedgerFixture.success(FIRST), LedgerFixture.meta(4, 1)));
    LedgerView ledger =
        view(
            LedgerFixture.ledgerV2(
                List.of(FIRST, SECOND), List.of(List.of(THIRD), List.of(fourth)), processings));
    assertThat(ledger.metaVersion()).isEqualTo(2);
    assertThat(ledger.transactions())
        .extracting(LedgerTransaction::hashHex)
        .containsExactly(hex(fourth), hex(THIRD), hex(SECOND), hex(FIRST));
    assertThat(ledger.transactions())
        .extracting(LedgerTransaction::isFeeBump)
        .containsExactly(false, true, false, false);
  }

  @Test
  void joinsOnceOnly() {
    LedgerView ledger =
        view(LedgerFixture.ledgerV0(List.of(FIRST), List.of(LedgerFixture.success(FIRST))));
    assertThat(ledger.transactions()).isSameAs(ledger.transactions());
  }

  @Test
  void namesTheResultThatNoEnvelopeHas() {
    byte[] bytes =
        LedgerFixture.ledgerV0(
            List.of(FIRST), List.of(LedgerFixture.success(FIRST), LedgerFixture.success(SECOND)));
    LedgerView ledger = view(bytes);
    int offset = HexFormat.of().formatHex(bytes).indexOf(hex(SECOND)) / 2;
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::transactions)
        .withMessage(
            "ledger 4711, transaction 2 (%s) at byte %d: unknown transaction hash: no envelope of"
                + " the ledger has it",
            hex(SECOND), offset)
        .returns(offset, LedgerException::byteOffset)
        .returns(4711L, LedgerException::ledgerSequence)
        .returns(2, LedgerException::transactionIndex)
        .returns(hex(SECOND), LedgerException::transactionHash)
        .returns(0, LedgerException::operationIndex);
  }

  @Test
  void guessesAWrongPassphraseWithoutShowingIt() {
    byte[] bytes = LedgerFixture.ledgerV0(List.of(FIRST), List.of(LedgerFixture.success(FIRST)));
    LedgerView ledger = LedgerView.parse(bytes, Network.of("another network"));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::transactions)
        .withMessageContaining("transaction 1 (" + hex(FIRST) + ")")
        .withMessageEndingWith("(wrong network passphrase? see NETWORK_PASSPHRASE)")
        .withMessageNotContaining("another network");
  }

  @Test
  void namesTheEnvelopeThatHasNoResult() {
    LedgerView ledger =
        view(LedgerFixture.ledgerV0(List.of(FIRST, SECOND), List.of(LedgerFixture.success(FIRST))));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::transactions)
        .withMessageStartingWith("ledger 4711: the envelope at byte offset ")
        .withMessageEndingWith("with transaction hash %s has no result", hex(SECOND));
  }

  @Test
  void refusesTwoResultsOfOneHash() {
    byte[] bytes =
        LedgerFixture.ledgerV0(
            List.of(FIRST), List.of(LedgerFixture.success(FIRST), LedgerFixture.success(FIRST)));
    LedgerView ledger = view(bytes);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::transactions)
        .withMessage(
            "ledger 4711, transaction 2 (%s) at byte %d: transaction 1 has the same hash",
            hex(FIRST), HexFormat.of().formatHex(bytes).lastIndexOf(hex(FIRST)) / 2);
  }

  @Test
  void refusesAnEnvelopeThatIsThereTwice() {
    LedgerView ledger =
        view(LedgerFixture.ledgerV0(List.of(FIRST, FIRST), List.of(LedgerFixture.success(FIRST))));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::transactions)
        .withMessageEndingWith(
            "with transaction hash %s is in the transaction set twice", hex(FIRST));
  }

  @Test
  void joinsManyTransactions() {
    List<Transaction> applied = new ArrayList<>();
    for (int key = 1; key <= 120; key++) {
      applied.add(LedgerFixture.transaction(key, 1));
    }
    List<Transaction> set = new ArrayList<>(applied);
    Collections.reverse(set);
    LedgerView ledger =
        view(LedgerFixture.ledgerV0(set, applied.stream().map(LedgerFixture::success).toList()));
    assertThat(ledger.transactions())
        .extracting(transaction -> (int) transaction.sourceAccount().copyKey()[0])
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 120).boxed().toList());
  }

  @Test
  void refusesMetadataThatLeftChangesOut() {
    LedgerView early =
        view(
            LedgerFixture.ledgerV0(
                9, FIRST, LedgerFixture.success(FIRST), LedgerFixture.meta(1, 1)));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(early::transactions)
        .withMessageStartingWith("ledger 4711, transaction 1 (" + hex(FIRST) + ")")
        .withMessageContaining("TransactionMeta of version 1 is incomplete before protocol 10");

    LedgerView rewritten =
        view(
            LedgerFixture.ledgerV0(
                9, FIRST, LedgerFixture.success(FIRST), LedgerFixture.meta(2, 1)));
    assertThat(rewritten.transactions()).hasSize(1);
    LedgerView later =
        view(
            LedgerFixture.ledgerV0(
                10, FIRST, LedgerFixture.success(FIRST), LedgerFixture.meta(1, 1)));
    assertThat(later.transactions()).hasSize(1);
  }

  private static LedgerView view(byte[] ledger) {
    return LedgerView.parse(ledger, LedgerFixture.NETWORK);
  }

  private static String hex(Transaction transaction) {
    return HexFormat.of().formatHex(transaction.hash());
  }
}
