package io.ttpprocessor.kit.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not be printed: its text form is always {@code [redacted]}. */
public final class Secret {
  private final String value;

  /** Wraps {@code value}, which may be empty. */
  public Secret(String value) {
    this.value = value;
  }

  /** The value itself, to be handed to the library that needs it and to nothing else. */
  public String reveal() {
    return value;
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8),
            ((Secret) other).value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
