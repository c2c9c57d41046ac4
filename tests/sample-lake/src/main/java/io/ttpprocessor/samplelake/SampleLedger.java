package io.ttpprocessor.samplelake;

import org.stellar.sdk.xdr.LedgerCloseMeta;

/** One ledger, and what the generator knows of it. */
public record SampleLedger(long sequence, LedgerCloseMeta meta, Size size, EventTally events) {

  /** How many transactions, failed ones among them, and operations. */
  public record Size(int transactions, int failedTransactions, int operations) {}

  /** The ledger's hash: SHA-256 of its header. */
  public byte[] hash() {
    return meta.getV1().getLedgerHeader().getHash().getHash();
  }

  /** The LedgerCloseMeta's XDR. */
  public byte[] xdr() {
    return XdrValues.encode(meta::toXdrByteArray);
  }
}
