package io.ttpprocessor.extract.event;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * An asset of the network: its native one (lumens), or one that an account has issued under a code.
 *
 * <p>Immutable. Two assets are equal when their contracts are, and are ordered as these.
 */
public final class Asset implements Comparable<Asset> {
  private final String code;
  private final byte[] codeUtf8;
  private final Address issuer;
  private final Address contract;

  private Asset(String code, Address issuer, Address contract) {
    this.code = code;
    this.codeUtf8 = code == null ? null : code.getBytes(StandardCharsets.UTF_8);
    this.issuer = issuer;
    this.contract = Objects.requireNonNull(contract, "contract");
  }

  /** The native asset, whose contract is the given one. */
  public static Asset ofNative(Address contract) {
    return new Asset(null, null, contract);
  }

  static Asset issued(String code, Address issuer, Address contract) {
    return new Asset(
        Objects.requireNonNull(code, "code"), Objects.requireNonNull(issuer, "issuer"), contract);
  }

  /** Whether this is the network's native asset. */
  public boolean isNative() {
    return issuer == null;
  }

  /** The code, without the zero bytes that fill it up in XDR; null for the native asset. */
  public String code() {
    return code;
  }

  /**
   * Length of the code in UTF-8.
   *
   * @throws NullPointerException for the native asset
   */
  public int codeSize() {
    return codeUtf8.length;
  }

  /**
   * Writes the {@link #codeSize} bytes of the code in UTF-8 to the target from an offset on.
   *
   * @throws NullPointerException for the native asset
   */
  public void copyCode(byte[] target, int offset) {
    System.arraycopy(codeUtf8, 0, target, offset, codeUtf8.length);
  }

  /** The issuing account; null for the native asset. */
  public Address issuer() {
    return issuer;
  }

  /** The asset's contract on this network, whether deployed or not (CAP-46-6). */
  public Address contract() {
    return contract;
  }

  /** {@code native}, or {@code CODE:ISSUER} (SEP-11). */
  @Override
  public String toString() {
    return isNative() ? "native" : code + ":" + issuer;
  }

  /** In the order of the contracts. */
  @Override
  public int compareTo(Asset other) {
    return contract.compareTo(other.contract);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Asset && ((Asset) other).contract.equals(contract);
  }

  @Override
  public int hashCode() {
    return contract.hashCode();
  }
}
