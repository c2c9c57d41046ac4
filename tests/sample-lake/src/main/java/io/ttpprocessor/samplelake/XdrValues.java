package io.ttpprocessor.samplelake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.ExtensionPoint;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.Int32;
import org.stellar.sdk.xdr.Int64;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Price;
import org.stellar.sdk.xdr.PublicKey;
import org.stellar.sdk.xdr.PublicKeyType;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.TimePoint;
import org.stellar.sdk.xdr.Uint256;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.Uint64;
import org.stellar.sdk.xdr.XdrString;
import org.stellar.sdk.xdr.XdrUnsignedHyperInteger;
import org.stellar.sdk.xdr.XdrUnsignedInteger;

/** Short forms of the XDR values that every ledger is full of. */
final class XdrValues {
  static final ExtensionPoint NO_EXTENSION = new ExtensionPoint.Builder().discriminant(0).build();

  private static final BigInteger TWO_TO_THE_64TH = BigInteger.ONE.shiftLeft(Long.SIZE);

  private XdrValues() {}

  /** Something that the SDK can encode; its own interface for that is not public. */
  @FunctionalInterface
  interface Encodable {
    byte[] toXdrByteArray() throws IOException;
  }

  static byte[] encode(Encodable value) {
    try {
      return value.toXdrByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("encoding in memory", e);
    }
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static Int64 int64(long value) {
    return new Int64(value);
  }

  static Int32 int32(int value) {
    return new Int32(value);
  }

  static Uint32 uint32(long value) {
    return new Uint32(new XdrUnsignedInteger(value));
  }

  static Uint64 uint64(long bits) {
    BigInteger low = BigInteger.valueOf(bits);
    return new Uint64(new XdrUnsignedHyperInteger(bits < 0 ? low.add(TWO_TO_THE_64TH) : low));
  }

  static Hash hash(byte[] bytes) {
    return new Hash(bytes);
  }

  static XdrString text(String value) {
    return new XdrString(value);
  }

  static SequenceNumber sequenceNumber(long value) {
    return new SequenceNumber(int64(value));
  }

  static TimePoint timePoint(long seconds) {
    return new TimePoint(uint64(seconds));
  }

  static Price price(int numerator, int denominator) {
    return new Price.Builder().n(int32(numerator)).d(int32(denominator)).build();
  }

  static AccountID accountId(byte[] key) {
    PublicKey publicKey =
        new PublicKey.Builder()
            .discriminant(PublicKeyType.PUBLIC_KEY_TYPE_ED25519)
            .ed25519(new Uint256(key))
            .build();
    return new AccountID(publicKey);
  }

  /** An account's address as operations name it; {@code id} null means not multiplexed. */
  static MuxedAccount muxedAccount(byte[] key, Long id) {
    if (id == null) {
      return new MuxedAccount.Builder()
          .discriminant(CryptoKeyType.KEY_TYPE_ED25519)
          .ed25519(new Uint256(key))
          .build();
    }
    return new MuxedAccount.Builder()
        .discriminant(CryptoKeyType.KEY_TYPE_MUXED_ED25519)
        .med25519(
            new MuxedAccount.MuxedAccountMed25519.Builder()
                .id(uint64(id))
                .ed25519(new Uint256(key))
                .build())
        .build();
  }
}
