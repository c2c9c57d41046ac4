package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses against the test cases of SEP-23 and, where it has none of the kind, the reference. */
@Timeout(10)
class StrKeyTest {
  private static final String KEY =
      "3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a";
  private static final String OTHER_KEY =
      "363eaa3867841fbad0f4ed88c779e4fe66e56a2470dc98c0ec9c073d05c7b103";

  @ParameterizedTest
  @CsvSource({
    "ACCOUNT, " + KEY + ", GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
    "ACCOUNT, " + OTHER_KEY + ", GA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQHES5",
    "CONTRACT, " + KEY + ", CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA",
    "LIQUIDITY_POOL, " + KEY + ", LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN",
    "CLAIMABLE_BALANCE, 00" + KEY + ", BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU",
    "MUXED_ACCOUNT, "
        + KEY
        + "0000000000000000, MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ",
    "MUXED_ACCOUNT, "
        + KEY
        + "8000000000000000, MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK"
  })
  void encodesAndDecodes(StrKey.Kind kind, String payloadHex, String address) {
    byte[] payload = HexFormat.of().parseHex(payloadHex);
    assertThat(StrKey.encode(kind, payload, 0)).isEqualTo(address);
    StrKey decoded = StrKey.decode(address);
    assertThat(decoded.kind()).isEqualTo(kind);
    assertThat(decoded.payload()).isEqualTo(payload);
    assertThat(decoded).hasToString(address).isEqualTo(StrKey.decode(address));
    assertThat(decoded).hasSameHashCodeAs(StrKey.decode(address));
  }

  @Test
  void encodesFromTheMiddleOfAnArray() {
    byte[] bytes = HexFormat.of().parseHex("ffff" + KEY + "ffff");
    assertThat(StrKey.encodeAccount(bytes, 2))
        .isEqualTo("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ");
    assertThat(StrKey.encodeContract(bytes, 2))
        .isEqualTo("CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA");
    assertThat(StrKey.encodeLiquidityPool(bytes, 2))
        .isEqualTo("LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN");
    assertThat(StrKey.encodeClaimableBalance(bytes, 2))
        .isEqualTo("BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU");
    assertThat(StrKey.encodeMuxedAccount(bytes, 2, Long.MIN_VALUE))
        .isEqualTo("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK");
  }

  @Test
  void encodesAnIdBesideTheKey() {
    StrKey account = StrKey.decode("GAQAA5L65LSYH7CQ3VTJ7F3HHLGCL3DSLAR2Y47263D56MNNGHSQSTVY");
    assertThat(StrKey.encodeMuxedAccount(account.payload(), 0, 1234))
        .isEqualTo("MAQAA5L65LSYH7CQ3VTJ7F3HHLGCL3DSLAR2Y47263D56MNNGHSQSAAAAAAAAAAE2LP26");
  }

  @ParameterizedTest
  @CsvSource({
    // Unused bits that are not zero.
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUR, unused bits",
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJY, unused bits",
    // Length that leaves a whole character unused.
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZA, superfluous",
    // Low bits of the version byte.
    "G47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVP2I, begins with",
    "M47QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ, begins with",
    // Checksums.
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUO, checksum",
    "GA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQHE55, checksum",
    // A seed, which no ledger holds.
    "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR, begins with S",
    // Characters outside the alphabet.
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSG=, character 55",
    "ga7qynf7sowq3glr2bgmzehxavirza4kvwltjjfc7mgxua74p7ujvsgz, character 0",
    "GÄ7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ, character 1",
    "GA7Q, too short",
    "'', too short",
    "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLKA, 70 characters"
  })
  void refusesWhatIsNotCanonical(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StrKey.decode(text))
        .withMessageContaining("is not an address")
        .withMessageContaining(reason);
  }

  @Test
  void refusesPayloadsOfAnotherSize() {
    byte[] raw = new byte[1 + 33 + 2];
    raw[0] = 6 << 3;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StrKey.decode(sealed(raw)))
        .withMessageContaining("33 bytes instead of 32");
  }

  @Test
  void refusesUnknownTypesOfClaimableBalances() {
    byte[] raw = new byte[1 + 33 + 2];
    raw[0] = 1 << 3;
    raw[1] = 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StrKey.decode(sealed(raw)))
        .withMessageContaining("claimable balance type is 1");
  }

  private static String sealed(byte[] raw) {
    int checksum = Crc16.of(raw, raw.length - 2);
    raw[raw.length - 2] = (byte) checksum;
    raw[raw.length - 1] = (byte) (checksum >>> 8);
    return new String(Base32.encode(raw), StandardCharsets.US_ASCII);
  }
}
