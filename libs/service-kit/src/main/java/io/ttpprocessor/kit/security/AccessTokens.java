package io.ttpprocessor.kit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The bearer tokens that a server knows, of which only the hashes are kept. A file of them has one
 * a line: the token alone lets read, {@code admin} and the token lets do all; blank lines and lines
 * that begin with {@code #} mean nothing. Several at once let clients go over from one to the next.
 */
final class AccessTokens {
  /** Shorter ones can be guessed. */
  private static final int LEAST_CHARACTERS = 16;

  private static final String ADMIN = "admin";

  private final List<Known> known;

  private record Known(byte[] hash, AccessRole role) {}

  private AccessTokens(List<Known> known) {
    this.known = known;
  }

  /**
   * The tokens of a file's text.
   *
   * @throws IllegalArgumentException with the number of a line that cannot be used, and none of it
   */
  static AccessTokens parse(String text) {
    List<Known> known = new ArrayList<>();
    String[] lines = text.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+");
      boolean isAdmin = words.length == 2 && words[0].equals(ADMIN);
      String token = words[words.length - 1];
      if (words.length > 1 && !isAdmin || token.length() < LEAST_CHARACTERS) {
        throw new IllegalArgumentException(
            String.format(
                "line %d is neither a token of %d characters or more, nor such a token after the"
                    + " word admin",
                i + 1, LEAST_CHARACTERS));
      }
      known.add(new Known(hash(token), isAdmin ? AccessRole.ADMIN : AccessRole.READ));
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException("it holds no token");
    }
    return new AccessTokens(known);
  }

  /** What who shows the token may do; OPEN, which is nothing, where it is not known. */
  AccessRole roleOf(String token) {
    byte[] hash = hash(token);
    AccessRole role = AccessRole.OPEN;
    // All are compared, each in constant time: how long it takes tells nothing.
    for (Known one : known) {
      if (MessageDigest.isEqual(one.hash(), hash) && one.role().compareTo(role) > 0) {
        role = one.role();
      }
    }
    return role;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
