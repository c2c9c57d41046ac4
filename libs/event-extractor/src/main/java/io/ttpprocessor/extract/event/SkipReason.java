package io.ttpprocessor.extract.event;

/**
 * Why an event whose first topic names a token's event (transfer, mint, burn, clawback or fee) is
 * not one (SEP-41, CAP-46-6, CAP-67). The first reason that applies is told.
 */
public enum SkipReason {
  /** It is of the type system or diagnostic. */
  NOT_OF_A_CONTRACT,
  /** It does not say which contract emitted it. */
  NO_CONTRACT_ID,
  /** A fee among the events of an operation: the network tells fees of transactions only. */
  FEE_OF_OPERATION,
  /** A token's event among those of a transaction as a whole, which may only tell fees. */
  NOT_OF_AN_OPERATION,
  /**
   * Told by a cross-check alone: an event of a classic operation whose contract is not the one of
   * the asset that it names, or that names none, in an operation whose derived events all have
   * their counterparts. The network emits no such event of an operation that invokes no contract,
   * and nothing can be derived to compare it with; the mode unified delivers it.
   */
  NOT_OF_AN_ASSET,
  /** It has fewer topics than parties to name. */
  TOO_FEW_TOPICS,
  /** Its data is neither an i128 nor, since CAP-67, a map. */
  DATA_NOT_AN_AMOUNT,
  /** A key of its map of data is not a symbol. */
  KEY_NOT_A_SYMBOL,
  /** The amount in its map of data is not an i128. */
  AMOUNT_NOT_I128,
  /** Its map of data has no amount. */
  NO_AMOUNT,
  /** The {@code to_muxed_id} in its map of data is no u64, bytes, string or void. */
  INVALID_TO_MUXED_ID,
  /** The topic for the administrator, of a mint or clawback before CAP-67, is not an address. */
  ADMINISTRATOR_NOT_AN_ADDRESS,
  /** A topic for a party is not an address. */
  PARTY_NOT_AN_ADDRESS
}
