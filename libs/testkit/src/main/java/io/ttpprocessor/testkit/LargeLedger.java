package io.ttpprocessor.testkit;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A ledger of any size: one of the synthetic corpus, padded by the history of consensus that a
 * LedgerCloseMetaV0 ends with. Of that there is one entry, whose one quorum set names validators at
 * random: what shrinks a thousandfold is taken for a bomb.
 */
public final class LargeLedger {
  /** KeyType and 32 bytes. */
  private static final int VALIDATOR_BYTES = 4 + 32;

  /** What of the padding is no validator: eight integers in place of the empty history's count. */
  private static final int FRAME_BYTES = 8 * 4;

  private LargeLedger() {}

  /** LedgerCloseMeta of {@code sequence}, of at least so many bytes; the same for the same. */
  public static byte[] of(long sequence, int leastBytes) {
    byte[] plain =
        ChainedLedgers.of(2, 101).stream().filter(LargeLedger::canGrow).findFirst().orElseThrow();
    ChainedLedgers.chain(plain, sequence, new byte[32]);
    int validators = leastBytes / VALIDATOR_BYTES + 1;
    int kept = plain.length - Integer.BYTES;
    ByteBuffer padded = ByteBuffer.allocate(kept + FRAME_BYTES + validators * VALIDATOR_BYTES);
    padded.put(plain, 0, kept);
    // Entries, version, quorum sets, threshold, validators.
    padded.putInt(1).putInt(0).putInt(1).putInt(1).putInt(validators);
    Random random = new Random(sequence);
    byte[] key = new byte[VALIDATOR_BYTES - Integer.BYTES];
    for (int i = 0; i < validators; i++) {
      random.nextBytes(key);
      padded.putInt(0).put(key);
    }
    // Inner sets, the messages' ledger, messages.
    padded.putInt(0).putInt((int) sequence).putInt(0);
    return padded.array();
  }

  /** Version 0, which ends with the history, and that empty. */
  private static boolean canGrow(byte[] ledger) {
    ByteBuffer xdr = ByteBuffer.wrap(ledger);
    return xdr.getInt(0) == 0 && xdr.getInt(ledger.length - Integer.BYTES) == 0;
  }
}
