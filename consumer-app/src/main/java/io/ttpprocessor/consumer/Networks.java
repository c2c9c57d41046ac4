package io.ttpprocessor.consumer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Network ids: SHA-256 of a network's passphrase, here in lower-case hexadecimal. */
final class Networks {
  private static final List<String> WELL_KNOWN =
      List.of(
          "Public Global Stellar Network ; September 2015", "Test SDF Network ; September 2015");

  private Networks() {}

  static String id(String passphrase) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(passphrase.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The id, with the passphrase where it is well known. */
  static String describe(String id) {
    return WELL_KNOWN.stream()
        .filter(passphrase -> id(passphrase).equals(id))
        .findFirst()
        .map(passphrase -> id + " (" + passphrase + ")")
        .orElse(id);
  }
}
