package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Asset;
import java.math.BigInteger;

/**
 * A balance that a transaction's events move by another amount than its entry changes do. Amounts
 * are in the asset's smallest units, positive for what the holder gained.
 *
 * @param ledgerSequence sequence number of the ledger
 * @param transactionIndex the transaction's place in the ledger's apply order, from 1
 * @param transactionHash its hash as 64 lowercase hexadecimal digits
 * @param holder whose balance: an account, claimable balance or liquidity pool
 * @param asset of what
 * @param byEvents sum of the events
 * @param byEntries sum of the entry changes
 */
public record BalanceDifference(
    long ledgerSequence,
    int transactionIndex,
    String transactionHash,
    Address holder,
    Asset asset,
    BigInteger byEvents,
    BigInteger byEntries) {

  /** The difference without its place. */
  public String detail() {
    return "the balance of "
        + holder
        + " in "
        + asset
        + " changes by "
        + byEvents
        + " in the events, but by "
        + byEntries
        + " in the ledger's entries";
  }

  /** The difference in one line, with its place. */
  @Override
  public String toString() {
    return "ledger "
        + ledgerSequence
        + ", transaction "
        + transactionIndex
        + " ("
        + transactionHash
        + "): "
        + detail();
  }
}
