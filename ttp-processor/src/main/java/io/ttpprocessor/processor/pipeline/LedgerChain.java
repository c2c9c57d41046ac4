package io.ttpprocessor.processor.pipeline;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Checks that each ledger of a stream names the one before as its predecessor, so that what is sent
 * is one history and not parts of two. Not thread-safe.
 */
public final class LedgerChain {
  private static final HexFormat HEX = HexFormat.of();

  private final boolean startsAtCursor;
  private byte[] lastHash;
  private boolean checkedAny;

  private LedgerChain(boolean startsAtCursor, byte[] lastHash) {
    this.startsAtCursor = startsAtCursor;
    this.lastHash = lastHash;
  }

  /** A chain whose first ledger may have any predecessor. */
  public static LedgerChain fromAnywhere() {
    return new LedgerChain(false, null);
  }

  /** A chain whose first ledger follows the one with this hash, as a client's cursor has it. */
  public static LedgerChain after(byte[] cursorHash) {
    return new LedgerChain(true, cursorHash.clone());
  }

  /**
   * Takes the next ledger.
   *
   * @throws StatusException when it does not follow the last one: FAILED_PRECONDITION when that is
   *     the client's cursor, DATA_LOSS otherwise; the description has ledger and both hashes
   */
  public void append(ExtractedLedger<?> ledger) throws StatusException {
    if (lastHash != null && !Arrays.equals(lastHash, ledger.previousHash())) {
      throw broken(ledger);
    }
    lastHash = ledger.hash();
    checkedAny = true;
  }

  private StatusException broken(ExtractedLedger<?> ledger) {
    String named = HEX.formatHex(ledger.previousHash());
    String known = HEX.formatHex(lastHash);
    if (startsAtCursor && !checkedAny) {
      return Status.FAILED_PRECONDITION
          .withDescription(
              String.format(
                  "ledger %d: names %s as its previous hash, but the cursor at ledger %d has %s",
                  ledger.sequence(), named, ledger.sequence() - 1, known))
          .asException();
    }
    return Status.DATA_LOSS
        .withDescription(
            String.format(
                "ledger %d: names %s as its previous hash, but ledger %d has %s",
                ledger.sequence(), named, ledger.sequence() - 1, known))
        .asException();
  }
}
