package io.ttpprocessor.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A Stellar network, known by its passphrase. The network id, SHA-256 of the passphrase's UTF-8
 * bytes, is part of everything that is signed, so a transaction's hash holds on one network only.
 *
 * <p>The network id is also the secret key of the network's root account: both passphrase and id of
 * a private network may be secrets, so no message holds them. Immutable and thread-safe.
 */
public final class Network {
  private final String passphrase;
  private final byte[] id;

  private Network(String passphrase) {
    this.passphrase = passphrase;
    this.id = Sha256.newDigest().digest(passphrase.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The network of the given passphrase, which is taken as it is: blanks count.
   *
   * @throws IllegalArgumentException when the passphrase is empty or all blanks
   */
  public static Network of(String passphrase) {
    if (passphrase.isBlank()) {
      throw new IllegalArgumentException("network passphrase is empty");
    }
    return new Network(passphrase);
  }

  /** The passphrase as it was given. */
  public String passphrase() {
    return passphrase;
  }

  /** The network id: 32 bytes, a copy. */
  public byte[] id() {
    return id.clone();
  }

  /** The network id as 64 lowercase hexadecimal digits. */
  public String idHex() {
    return HexFormat.of().formatHex(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network && ((Network) other).passphrase.equals(passphrase);
  }

  @Override
  public int hashCode() {
    return passphrase.hashCode();
  }
}
