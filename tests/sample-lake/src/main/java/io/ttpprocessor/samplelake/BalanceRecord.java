package io.ttpprocessor.samplelake;

/** An account or a trust line: an entry with a balance in the asset's smallest unit. */
abstract class BalanceRecord extends LedgerRecord {
  private long balance;

  BalanceRecord(long balance) {
    this.balance = balance;
  }

  final long balance() {
    return balance;
  }

  /** Adds an amount, negative to take; the caller has logged the entry's former state. */
  final void add(long amount) {
    long sum = Math.addExact(balance, amount);
    if (sum < 0) {
      throw new IllegalStateException("balance " + balance + " does not bear " + amount);
    }
    balance = sum;
  }
}
