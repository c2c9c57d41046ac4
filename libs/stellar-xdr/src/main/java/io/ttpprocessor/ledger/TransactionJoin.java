package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Finds each result's envelope by transaction hash. The hashes of the results, where they lie in
 * the ledger's bytes, are the keys of an open-addressing table; each envelope is hashed once and
 * looked up.
 */
final class TransactionJoin {
  private static final int EMPTY = -1;

  private final long ledgerSequence;
  private final TransactionHasher hasher;
  private final TransactionProcessing[] processings;
  private final TransactionEnvelopeView[] envelopes;
  private final byte[] envelopeHash = new byte[TransactionHasher.HASH_SIZE];

  /** Index of a result in each slot that is taken; at most half of the slots are. */
  private final int[] slots;

  private LedgerException firstUnmatchedEnvelope;

  TransactionJoin(
      long ledgerSequence, TransactionProcessing[] processings, TransactionHasher hasher) {
    this.ledgerSequence = ledgerSequence;
    this.hasher = hasher;
    this.processings = processings;
    this.envelopes = new TransactionEnvelopeView[processings.length];
    this.slots = new int[Math.max(2, Integer.highestOneBit(processings.length) << 2)];
    Arrays.fill(slots, EMPTY);
    for (int index = 0; index < processings.length; index++) {
      addResult(index);
    }
  }

  void addEnvelope(TransactionEnvelopeView envelope) {
    hasher.hash(envelope, envelopeHash);
    int index = slots[slotOf(envelopeHash, 0)];
    if (index == EMPTY) {
      if (firstUnmatchedEnvelope == null) {
        firstUnmatchedEnvelope = faultyEnvelope(envelope, "has no result");
      }
      return;
    }
    if (envelopes[index] != null) {
      throw faultyEnvelope(envelope, "is in the transaction set twice");
    }
    envelopes[index] = envelope;
  }

  /**
   * The envelopes in the order of the results.
   *
   * @throws LedgerException when a result has no envelope or an envelope no result
   */
  TransactionEnvelopeView[] envelopes() {
    for (int index = 0; index < envelopes.length; index++) {
      if (envelopes[index] == null) {
        throw LedgerException.inTransaction(
            ledgerSequence,
            index + 1,
            processings[index].hash().hex(),
            "unknown transaction hash: no envelope of the ledger has it" + passphraseHint());
      }
    }
    if (firstUnmatchedEnvelope != null) {
      throw firstUnmatchedEnvelope;
    }
    return envelopes;
  }

  /** Where any result has its envelope, the passphrase is the right one. */
  private String passphraseHint() {
    boolean anyMatches = Arrays.stream(envelopes).anyMatch(Objects::nonNull);
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
          hash.hex(),
          "transaction " + (slots[slot] + 1) + " has the same hash");
    }
    slots[slot] = index;
  }

  /** The slot that holds the hash, or the free slot where it belongs. */
  private int slotOf(byte[] bytes, int offset) {
    int mask = slots.length - 1;
    // Any bytes of a SHA-256 digest are as good as a hash code.
    int slot = Xdr.int32(bytes, offset) & mask;
    while (slots[slot] != EMPTY && !hasHash(slots[slot], bytes, offset)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean hasHash(int index, byte[] bytes, int offset) {
    OpaqueView hash = processings[index].hash();
    return Arrays.equals(
        hash.bytes(), hash.offset(), hash.end(), bytes, offset, offset + envelopeHash.length);
  }

  private LedgerException faultyEnvelope(TransactionEnvelopeView envelope, String fault) {
    return LedgerException.inLedger(
        ledgerSequence,
        "the envelope at byte offset "
            + envelope.offset()
            + " with transaction hash "
            + HexFormat.of().formatHex(envelopeHash)
            + " "
            + fault);
  }
}
