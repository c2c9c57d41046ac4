package io.ttpprocessor.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ledgers of the synthetic corpus, renumbered and chained: each header names its predecessor's
 * hash, and its own is the SHA-256 of its bytes. What else hashes cover is left as it was.
 */
public final class ChainedLedgers {
  private static final int HASH = 32;
  private static final int CORPUS_SIZE = 100;
  private static final List<byte[]> ALL = GoldenCorpus.SYNTHETIC_DERIVED.ledgers();
  private static final List<byte[]> FIRST = ALL.subList(0, CORPUS_SIZE);
  private static final List<byte[]> SMALLEST =
      ALL.stream()
          .sorted(Comparator.comparingInt(ledger -> ledger.length))
          .limit(CORPUS_SIZE)
          .collect(Collectors.toList());

  private ChainedLedgers() {}

  /**
   * The ledgers from {@code first} to {@code last}, both inclusive, 16 kB each on average; the same
   * for the same bounds.
   */
  public static List<byte[]> of(long first, long last) {
    return chained(FIRST, first, last);
  }

  /** As {@link #of}, of at most 4 kB each. */
  public static List<byte[]> small(long first, long last) {
    return chained(SMALLEST, first, last);
  }

  /** Renumbers and links a LedgerCloseMeta in place and returns its hash. */
  public static byte[] chain(byte[] ledger, long sequence, byte[] previousHash) {
    HeaderLayout layout = HeaderLayout.of(ledger);
    ByteBuffer buffer = ByteBuffer.wrap(ledger);
    buffer.putInt(layout.sequence(), (int) sequence);
    buffer.put(layout.previousHash(), previousHash);
    byte[] hash = sha256(Arrays.copyOfRange(ledger, layout.start(), layout.end()));
    buffer.put(layout.hash(), hash);
    return hash;
  }

  private static List<byte[]> chained(List<byte[]> corpus, long first, long last) {
    List<byte[]> ledgers = new ArrayList<>();
    byte[] previousHash = new byte[HASH];
    for (long sequence = first; sequence <= last; sequence++) {
      byte[] ledger = corpus.get((int) (sequence % corpus.size())).clone();
      previousHash = chain(ledger, sequence, previousHash);
      ledgers.add(ledger);
    }
    return ledgers;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Where the fields of a ledger's header lie, found by the lengths in Stellar-ledger.x: this
   * module must not know the project's own parser, whose tests use it.
   *
   * @param hash offset of the stated hash
   * @param start the header's first byte
   * @param previousHash offset of the predecessor's hash
   * @param sequence offset of ledgerSeq
   * @param end the header's end, exclusive
   */
  private record HeaderLayout(int hash, int start, int previousHash, int sequence, int end) {
    private static final int CLOSE_TIME = 8;
    private static final int SIGNER = 4 + 32;
    private static final int META_EXTENSION_V1 = 4 + 8;

    /** From totalCoins to the last hash of skipList. */
    private static final int AFTER_SEQUENCE = 8 + 8 + 4 + 8 + 4 + 4 + 4 + 4 * HASH;

    static HeaderLayout of(byte[] ledger) {
      ByteBuffer xdr = ByteBuffer.wrap(ledger);
      if (xdr.getInt() > 0 && xdr.getInt() == 1) {
        skip(xdr, META_EXTENSION_V1);
      }
      final int hash = xdr.position();
      skip(xdr, HASH);
      final int start = xdr.position();
      skip(xdr, Integer.BYTES);
      final int previousHash = xdr.position();
      skip(xdr, HASH + HASH + CLOSE_TIME);
      for (int upgrades = xdr.getInt(); upgrades > 0; upgrades--) {
        skipOpaque(xdr);
      }
      if (xdr.getInt() == 1) {
        skip(xdr, SIGNER);
        skipOpaque(xdr);
      }
      skip(xdr, HASH + HASH);
      final int sequence = xdr.position();
      skip(xdr, Integer.BYTES + AFTER_SEQUENCE);
      if (xdr.getInt() == 1) {
        skip(xdr, Integer.BYTES + Integer.BYTES);
      }
      return new HeaderLayout(hash, start, previousHash, sequence, xdr.position());
    }

    private static void skipOpaque(ByteBuffer xdr) {
      int length = xdr.getInt();
      skip(xdr, (length + 3) / 4 * 4);
    }

    private static void skip(ByteBuffer xdr, int bytes) {
      xdr.position(xdr.position() + bytes);
    }
  }
}
