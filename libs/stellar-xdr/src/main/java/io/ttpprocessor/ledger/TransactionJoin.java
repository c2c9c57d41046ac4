package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Finds each result's envelope by transaction hash. The hashes of the results, where they lie in
 * the ledger's bytes, are the keys of an open-addressing table; each envelope is hashed once and
 * looked up.
 *
 * <p>Whoever makes a ledger's bytes may write any results' hashes. So the slots depend on numbers
 * that are drawn anew for each process, too: nobody can choose hashes that crowd in one place.
 */
final class TransactionJoin {
  private static final int EMPTY = -1;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long SEED_0 = RANDOM.nextLong();
  private static final long SEED_1 = RANDOM.nextLong();
  private static final long SEED_2 = RANDOM.nextLong();
  private static final long SEED_3 = RANDOM.nextLong();

  /** Odd, with bits set at random: 2^64 divided by the golden ratio, and one like it. */
  private static final long ODD_0 = 0x9e37_79b9_7f4a_7c15L;

  private static final long ODD_1 = 0xd6e8_feb8_6659_fd93L;

  private final long ledgerSequence;
  private final byte[] bytes;
  private final TransactionHasher hasher;
  private final TransactionProcessing[] processings;

  /** Number of each result's envelope, {@link #EMPTY} until it is found. */
  private final int[] envelopes;

  private final byte[] envelopeHash = new byte[TransactionHasher.HASH_SIZE];

  /** Index of a result in each slot that is taken; at most half of the slots are. */
  private final int[] slots;

  private LedgerException firstUnmatchedEnvelope;
  private long crowding;

  TransactionJoin(
      long ledgerSequence,
      byte[] bytes,
      TransactionProcessing[] processings,
      TransactionHasher hasher) {
    this.ledgerSequence = ledgerSequence;
    this.bytes = bytes;
    this.hasher = hasher;
    this.processings = processings;
    this.envelopes = new int[processings.length];
    Arrays.fill(envelopes, EMPTY);
    this.slots = new int[Math.max(2, Integer.highestOneBit(processings.length) << 2)];
    Arrays.fill(slots, EMPTY);
    for (int index = 0; index < processings.length; index++) {
      addResult(index);
    }
  }

  /**
   * Joins an envelope to its result.
   *
   * @param number the envelope's, by which it is known here
   * @param offset where the TransactionEnvelope lies
   * @param transactionEnd where its transaction ends and its signatures begin
   */
  void addEnvelope(int number, int offset, int transactionEnd) {
    hasher.hash(bytes, offset, transactionEnd, envelopeHash);
    int index = slots[slotOf(envelopeHash, 0)];
    if (index == EMPTY) {
      if (firstUnmatchedEnvelope == null) {
        firstUnmatchedEnvelope = faultyEnvelope(offset, "has no result");
      }
      return;
    }
    if (envelopes[index] != EMPTY) {
      throw faultyEnvelope(offset, "is in the transaction set twice");
    }
    envelopes[index] = number;
  }

  /**
   * Numbers of the envelopes in the order of the results.
   *
   * @throws LedgerException when a result has no envelope or an envelope no result
   */
  int[] envelopes() {
    for (int index = 0; index < envelopes.length; index++) {
      if (envelopes[index] == EMPTY) {
        throw LedgerException.inTransaction(
            ledgerSequence,
            index + 1,
            processings[index].hash(),
            "unknown transaction hash: no envelope of the ledger has it" + passphraseHint());
      }
    }
    if (firstUnmatchedEnvelope != null) {
      throw firstUnmatchedEnvelope;
    }
    return envelopes;
  }

  /** How many slots that others had taken were passed by so far: fewer than there were look-ups. */
  long crowding() {
    return crowding;
  }

  /** Where any result has its envelope, the passphrase is the right one. */
  private String passphraseHint() {
    boolean anyMatches = Arrays.stream(envelopes).anyMatch(envelope -> envelope != EMPTY);
    return anyMatches || firstUnmatchedEnvelope == null
        ? ""
        : ", nor any other result's (wrong network passphrase? see NETWORK_PASSPHRASE)";
  }

  private void addResult(int index) {
    OpaqueView hash = processings[index].hash();
    int slot = slotOf(hash.bytes(), hash.offset());
    if (slots[slot] != EMPTY) {
      throw LedgerException.inTransaction(
          ledgerSequence,
          index + 1,
          hash,
          "transaction " + (slots[slot] + 1) + " has the same hash");
    }
    slots[slot] = index;
  }

  /** The slot that holds the hash, or the free slot where it belongs. */
  private int slotOf(byte[] hash, int offset) {
    int mask = slots.length - 1;
    int slot = hashCode(hash, offset) & mask;
    while (slots[slot] != EMPTY && !hasHash(slots[slot], hash, offset)) {
      slot = slot + 1 & mask;
      crowding++;
    }
    return slot;
  }

  private static int hashCode(byte[] bytes, int offset) {
    long first =
        mix(Xdr.int64(bytes, offset) ^ SEED_0, Xdr.int64(bytes, offset + Long.BYTES) ^ SEED_1);
    long second =
        mix(
            Xdr.int64(bytes, offset + 2 * Long.BYTES) ^ SEED_2,
            Xdr.int64(bytes, offset + 3 * Long.BYTES) ^ SEED_3);
    return scatter(first ^ second);
  }

  /**
   * Lets every bit decide over every bit of the slot: one product alone sends hashes in equal steps
   * to slots in equal steps, which crowd for one drawing of the numbers in a hundred.
   */
  private static int scatter(long mixed) {
    long product = (mixed ^ mixed >>> Integer.SIZE) * ODD_0;
    return (int) ((product ^ product >>> Integer.SIZE) * ODD_1 >>> Integer.SIZE);
  }

  /** Both halves of the product of 128 bits, one laid over the other. */
  private static long mix(long a, long b) {
    return a * b ^ Math.multiplyHigh(a, b);
  }

  private boolean hasHash(int index, byte[] hash, int offset) {
    OpaqueView known = processings[index].hash();
    return Arrays.equals(
        known.bytes(), known.offset(), known.end(), hash, offset, offset + envelopeHash.length);
  }

  private LedgerException faultyEnvelope(int offset, String fault) {
    return LedgerException.inLedger(
        ledgerSequence,
        "the envelope at byte offset "
            + offset
            + " with transaction hash "
            + HexFormat.of().formatHex(envelopeHash)
            + " "
            + fault);
  }
}
