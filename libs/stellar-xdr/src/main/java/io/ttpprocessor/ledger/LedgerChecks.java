package io.ttpprocessor.ledger;

import java.util.Locale;

/**
 * How much of a ledger is held against the hashes that the network agreed on. Each level checks
 * what the level before it does, and more. See {@link LedgerIntegrity} for what no level can check.
 */
public enum LedgerChecks {
  /** Nothing but that the bytes are a LedgerCloseMeta whose parts fit together. */
  NONE,

  /** That a ledger names the hash which its predecessor states: the ledgers are one history. */
  CHAIN,

  /**
   * That the stated hash is SHA-256 of the header. So sequence, close time, protocol, and the
   * hashes that the next levels use are those of the chain.
   */
  HEADER,

  /** That the transaction set, with all signatures, is the one which the header names. */
  TRANSACTIONS,

  /**
   * That the results are those which the header names: codes, fees charged, claimed offers, and the
   * order in which the transactions were applied.
   */
  RESULTS,

  /**
   * That return value and contract events of each successful contract invocation are those which
   * its result names. In metadata that was written anew in a later protocol's form (TransactionMeta
   * 4 below protocol 23) an invocation with a mint, burn, clawback or set_authorized event may
   * differ, since these are not in the form that was hashed.
   */
  EVENTS;

  /** The level's name on command lines, such as {@code transactions}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this level checks what the other does. */
  public boolean covers(LedgerChecks other) {
    return compareTo(other) >= 0;
  }
}
