package io.ttpprocessor.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as the JDK provides it. */
public final class Sha256 {
  /** Bytes of a digest. */
  public static final int SIZE = 32;

  private Sha256() {}

  /** A new digest, to be used by one thread at a time: MessageDigest keeps state between calls. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform is required to have SHA-256", e);
    }
  }
}
