package io.ttpprocessor.extract.rules;

/**
 * What events depend on the protocol under which a ledger closed. (Differences in the shape of
 * metadata are the ledger package's affair.)
 */
public final class ProtocolDifferences {
  private static final long BALANCES_ADD_UP = 8;
  private static final long REFUNDS_LAST = 23;

  private ProtocolDifferences() {}

  /**
   * Whether operations may have changed an account's lumens by more or less than they say, so that
   * the difference has to be minted or burned (CAP-67, retroactive events). Protocol 8 mended that.
   */
  public static boolean hasUnexplainedLumens(long protocolVersion) {
    return protocolVersion < BALANCES_ADD_UP;
  }

  /**
   * Whether fees of Soroban transactions are refunded after all transactions of the ledger, and not
   * each right after its transaction's operations (CAP-62, CAP-63).
   */
  public static boolean refundsComeLast(long protocolVersion) {
    return protocolVersion >= REFUNDS_LAST;
  }
}
