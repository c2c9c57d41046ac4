package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ttpprocessor.xdr.TransactionEnvelopeView;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transaction hashes against those of one test-network transaction in its three envelopes. */
@Timeout(10)
class TransactionHasherTest {
  private static final String HASH =
      "c492d87c4642815dfb3c7dcce01af4effd162b031064098a0d786b6e0a00fd74";
  private static final String FEE_BUMP_HASH =
      "4d4ce902637227fb8b522ae48ccdd69d32517246d9fc23ff8b7a85dd4bbcef5f";

  private static final byte[] ENVELOPE_V0 =
      Base64.getDecoder()
          .decode(
              "AAAAAGL8HQvQkbK2HA3WVjRrKmjX00fG8sLI7m0ERwJW/AX3AAAACgAAAAAAAAABAAAAAAAA"
                  + "AAAAAAABAAAAAAAAAAAAAAAArqN6LeOagjxMaUP96Bzfs9e0corNZXzBWJkFoK7kvkwAAAAA"
                  + "O5rKAAAAAAAAAAABVvwF9wAAAEAKZ7IPj/46PuWU6ZOtyMosctNAkXRNX9WCAI5RnfRk+Ayx"
                  + "DLoDZP/9l3NvsxQtWj9juQOuoBlFLnWu8intgxQA");

  private final TransactionHasher hasher = new TransactionHasher(LedgerFixture.NETWORK);

  @Test
  void hashesTheOriginalEnvelope() {
    assertThat(hash(ENVELOPE_V0)).isEqualTo(HASH);
  }

  @Test
  void hashesTheSameTransactionInACurrentEnvelope() {
    byte[] envelope = new XdrWriter().append(currentEnvelope()).int32(0).bytes();
    assertThat(hash(envelope)).isEqualTo(HASH);
  }

  @Test
  void hashesAFeeBumpAroundIt() {
    StrKey feeSource = StrKey.decode("GCLOMB72ODBFUGK4E2BK7VMR3RNZ5WSTMEOGNA2YUVHFR3WMH2XBAB6H");
    byte[] envelope =
        new XdrWriter()
            .int32(5)
            .int32(0)
            .fixed(feeSource.payload())
            .int64(123456)
            .append(currentEnvelope())
            .int32(0)
            .int32(0)
            .int32(0)
            .bytes();
    assertThat(hash(envelope)).isEqualTo(FEE_BUMP_HASH);
  }

  @Test
  void keepsNothingFromOneHashToTheNext() {
    assertThat(hash(ENVELOPE_V0)).isEqualTo(hash(ENVELOPE_V0));
  }

  @Test
  void refusesATargetThatIsTooShort() {
    TransactionEnvelopeView envelope = view(ENVELOPE_V0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.hash(envelope, new byte[31]))
        .withMessage("a target of 31 bytes holds no transaction hash");
    assertThat(hash(ENVELOPE_V0)).isEqualTo(HASH);
  }

  /** The envelope above as type 2, its source a MuxedAccount, without its signatures. */
  private static XdrWriter currentEnvelope() {
    int signatures = 4 + 4 + 4 + 64;
    byte[] transaction = new byte[ENVELOPE_V0.length - 4 - signatures];
    System.arraycopy(ENVELOPE_V0, 4, transaction, 0, transaction.length);
    return new XdrWriter().int32(2).int32(0).fixed(transaction);
  }

  private String hash(byte[] envelope) {
    return HexFormat.of().formatHex(hasher.hash(view(envelope)));
  }

  private static TransactionEnvelopeView view(byte[] envelope) {
    return TransactionEnvelopeView.parseExactly(envelope, 0, envelope.length);
  }
}
