package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Network ids against those of the public networks. */
@Timeout(10)
class NetworkTest {
  @Test
  void idIsTheDigestOfThePassphrase() {
    assertThat(Network.of("Public Global Stellar Network ; September 2015").idHex())
        .isEqualTo("7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979");
    assertThat(Network.of("Test SDF Network ; September 2015").idHex())
        .isEqualTo("cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472");
  }

  @Test
  void idIsACopy() {
    Network network = Network.of("Standalone Network ; February 2017");
    network.id()[0]++;
    assertThat(network.id()).isEqualTo(Network.of(network.passphrase()).id());
  }

  @Test
  void refusesBlankPassphrases() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.of(" "))
        .withMessage("network passphrase is empty");
  }
}
