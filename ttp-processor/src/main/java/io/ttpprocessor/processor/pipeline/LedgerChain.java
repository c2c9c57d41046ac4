package io.ttpprocessor.processor.pipeline;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerSuccession;

/**
 * Sees to it that what a stream sends is one history and not parts of two ({@link
 * LedgerSuccession}), and says whose fault it is where it is not. Not thread-safe.
 */
public final class LedgerChain {
  private final LedgerSuccession succession;

  /** Whether the next ledger is to follow the client's cursor. */
  private boolean isAtCursor;

  private LedgerChain(LedgerSuccession succession, boolean isAtCursor) {
    this.succession = succession;
    this.isAtCursor = isAtCursor;
  }

  /** A chain whose first ledger may have any predecessor. */
  public static LedgerChain fromAnywhere() {
    return new LedgerChain(LedgerSuccession.fromAnywhere(), false);
  }

  /** A chain whose first ledger follows the one of a client's cursor. */
  public static LedgerChain after(long cursorSequence, byte[] cursorHash) {
    return new LedgerChain(LedgerSuccession.after(cursorSequence, cursorHash), true);
  }

  /** Whether the next ledger is held against the client's cursor, not against one that was sent. */
  public boolean isAtCursor() {
    return isAtCursor;
  }

  /**
   * Takes the next ledger.
   *
   * @throws StatusException when it does not follow the last one: FAILED_PRECONDITION when that is
   *     the client's cursor, DATA_LOSS otherwise; the description has ledger and both hashes
   */
  public void append(ExtractedLedger ledger) throws StatusException {
    try {
      succession.accept(ledger.sequence(), ledger.hash(), ledger.previousHash());
    } catch (LedgerException e) {
      throw isAtCursor
          ? Status.FAILED_PRECONDITION
              .withDescription(e.getMessage() + " by the cursor")
              .asException()
          : Status.DATA_LOSS.withDescription(e.getMessage()).asException();
    }
    isAtCursor = false;
  }
}
