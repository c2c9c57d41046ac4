package io.ttpprocessor.processor.testing;

import io.ttpprocessor.ledger.Network;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ledgers of any number and size, written by hand from the protocol's XDR: LedgerCloseMeta V0,
 * protocol 19, chained, each with transactions that came too late and paid a fee of 100 stroops,
 * and with as many validators in its consensus history as it takes to make it large.
 */
public final class FeeLedgers {
  public static final Network NETWORK = Network.of("Test of ttp-processor");

  /** What each transaction is charged. */
  public static final long FEE = 100;

  private static final byte[] NO_HASH = new byte[32];
  private static final int ACCOUNT_BYTES = 36;

  private byte[] previousHash = NO_HASH;
  private long next;

  /** Ledgers from this sequence number on. */
  public FeeLedgers(long first) {
    this.next = first;
  }

  /** The next {@code count} ledgers. */
  public List<byte[]> take(int count, int transactions, int paddingBytes) {
    List<byte[]> ledgers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ledgers.add(ledger(transactions, paddingBytes));
    }
    return ledgers;
  }

  private byte[] ledger(int transactions, int paddingBytes) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(paddingBytes + (1 << 16));
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(0);
      byte[] header = header();
      byte[] hash = sha256(header);
      out.write(hash);
      out.write(header);
      // LedgerHeaderHistoryEntry's ext.
      out.writeInt(0);
      writeTransactions(out, transactions);
      writeHistory(out, paddingBytes / ACCOUNT_BYTES);
      previousHash = hash;
      next++;
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(512);
    header.putInt(19).put(previousHash);
    // scpValue: txSetHash, closeTime, no upgrades, basic.
    header.put(NO_HASH).putLong(1_700_000_000L + next).putInt(0).putInt(0);
    // txSetResultHash, bucketListHash.
    header.put(NO_HASH).put(NO_HASH);
    header.putInt((int) next).putLong(1_000_000_000L).putLong(0);
    // inflationSeq, idPool, baseFee, baseReserve, maxTxSetSize, skipList[4], ext.
    header.putInt(0).putLong(0).putInt(100).putInt(5_000_000).putInt(1000);
    header.put(new byte[4 * 32]).putInt(0);
    byte[] exact = new byte[header.position()];
    header.flip().get(exact);
    return exact;
  }

  private void writeTransactions(DataOutputStream out, int count) throws IOException {
    out.write(previousHash);
    out.writeInt(count);
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] transaction = transaction(i);
      ByteBuffer signed = ByteBuffer.allocate(32 + 4 + transaction.length);
      hashes.add(sha256(signed.put(NETWORK.id()).putInt(2).put(transaction).array()));
      out.writeInt(2);
      out.write(transaction);
      out.writeInt(0);
    }
    out.writeInt(count);
    for (byte[] hash : hashes) {
      out.write(hash);
      out.writeLong(FEE);
      // txTOO_LATE, ext.
      out.writeInt(-3);
      out.writeInt(0);
      // No fee changes; TransactionMeta V2 without any change.
      out.writeInt(0);
      out.writeInt(2);
      out.write(new byte[3 * 4]);
    }
    // No upgrades.
    out.writeInt(0);
  }

  /** An account of its own for each ledger and place, and no operation. */
  private byte[] transaction(int place) {
    ByteBuffer transaction = ByteBuffer.allocate(4 + 32 + 4 + 8 + 4 * 4);
    transaction.putInt(0).put(payer(next, place)).putInt(100).putLong(1);
    return transaction.array();
  }

  /** The ed25519 key of the account that pays. */
  public static byte[] payer(long ledger, int place) {
    return ByteBuffer.allocate(32).putLong(ledger).putInt(place).array();
  }

  private static void writeHistory(DataOutputStream out, int validators) throws IOException {
    out.writeInt(1);
    out.writeInt(0);
    out.writeInt(1);
    out.writeInt(1);
    out.writeInt(validators);
    for (int i = 0; i < validators; i++) {
      out.writeInt(0);
      out.write(NO_HASH);
    }
    out.writeInt(0);
    out.writeInt(0);
    out.writeInt(0);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
