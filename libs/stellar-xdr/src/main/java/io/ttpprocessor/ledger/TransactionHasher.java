package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Computes transaction hashes: SHA-256 of the network id, the envelope type and the transaction's
 * XDR, that is of TransactionSignaturePayload. It reads the transaction where it lies in the
 * ledger's bytes.
 *
 * <p>An envelope of type {@code ENVELOPE_TYPE_TX_V0} hashes as the {@code ENVELOPE_TYPE_TX} that it
 * stands for. The two differ in their first field only, a bare key that becomes a MuxedAccount of
 * type {@code KEY_TYPE_ED25519}: optional time bounds have the same bytes as preconditions of none
 * or of time.
 *
 * <p>Not thread-safe: the digest keeps state between calls. One hasher serves one thread for any
 * number of ledgers.
 */
public final class TransactionHasher {
  /** Bytes of a transaction hash. */
  public static final int HASH_SIZE = Sha256.SIZE;

  private static final int PAYLOAD_SIZE = 4096;

  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] payload = new byte[PAYLOAD_SIZE];
  private final byte[] transactionPrefix;
  private final byte[] transactionV0Prefix;
  private final byte[] feeBumpPrefix;

  /** A hasher of transactions of the given network. */
  public TransactionHasher(Network network) {
    this.transactionPrefix = prefix(network, EnvelopeType.ENVELOPE_TYPE_TX, Integer.BYTES);
    // KEY_TYPE_ED25519 is 0, as a new array's bytes are.
    this.transactionV0Prefix = prefix(network, EnvelopeType.ENVELOPE_TYPE_TX, 2 * Integer.BYTES);
    this.feeBumpPrefix = prefix(network, EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP, Integer.BYTES);
  }

  /** The envelope's transaction hash, {@link #HASH_SIZE} bytes. */
  public byte[] hash(TransactionEnvelopeView envelope) {
    byte[] hash = new byte[HASH_SIZE];
    hash(envelope, hash);
    return hash;
  }

  /**
   * Writes the envelope's transaction hash to the first {@link #HASH_SIZE} bytes of the target. It
   * checks the envelope anew; {@link LedgerView#transactions} spares that to those of a ledger.
   *
   * @throws IllegalArgumentException when the target is shorter
   */
  public void hash(TransactionEnvelopeView envelope, byte[] target) {
    if (target.length < HASH_SIZE) {
      throw new IllegalArgumentException(
          "a target of " + target.length + " bytes holds no transaction hash");
    }
    byte[] bytes = envelope.bytes();
    LedgerPlaces places = new LedgerPlaces(0);
    TransactionEnvelopeView.parseExactly(bytes, envelope.offset(), envelope.end(), places);
    hash(bytes, envelope.offset(), places.transactionEnd(0), target);
  }

  /** Likewise, of the checked envelope at an offset whose transaction is known to end there. */
  void hash(byte[] bytes, int envelope, int transactionEnd, byte[] target) {
    int transaction = envelope + Integer.BYTES;
    byte[] prefix = prefix(EnvelopeType.of(Xdr.int32(bytes, envelope)));
    int size = transactionEnd - transaction;
    if (prefix.length + size <= payload.length) {
      // One update takes all whole blocks at once; two would take the first of them by itself.
      System.arraycopy(prefix, 0, payload, 0, prefix.length);
      System.arraycopy(bytes, transaction, payload, prefix.length, size);
      digest.update(payload, 0, prefix.length + size);
    } else {
      digest.update(prefix);
      digest.update(bytes, transaction, size);
    }
    try {
      digest.digest(target, 0, HASH_SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives " + digest.getDigestLength() + " bytes", e);
    }
  }

  private byte[] prefix(EnvelopeType type) {
    return switch (type) {
      case ENVELOPE_TYPE_TX_V0 -> transactionV0Prefix;
      case ENVELOPE_TYPE_TX -> transactionPrefix;
      case ENVELOPE_TYPE_TX_FEE_BUMP -> feeBumpPrefix;
      default -> throw new IllegalStateException("no transaction in an envelope of type " + type);
    };
  }

  private static byte[] prefix(Network network, EnvelopeType type, int sizeAfterId) {
    byte[] id = network.id();
    byte[] prefix = new byte[id.length + sizeAfterId];
    System.arraycopy(id, 0, prefix, 0, id.length);
    prefix[id.length + Integer.BYTES - 1] = (byte) type.value();
    return prefix;
  }
}
