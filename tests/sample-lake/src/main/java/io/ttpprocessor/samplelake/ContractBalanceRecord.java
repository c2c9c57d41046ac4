package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import org.stellar.sdk.xdr.ContractDataDurability;
import org.stellar.sdk.xdr.ContractDataEntry;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCVal;

/** A token balance that a contract keeps in its own storage, for a contract or an account. */
final class ContractBalanceRecord extends LedgerRecord {
  private final byte[] token;
  private final SCAddress holder;
  private BigInteger balance;

  ContractBalanceRecord(byte[] token, SCAddress holder, BigInteger balance) {
    this.token = token;
    this.holder = holder;
    this.balance = balance;
  }

  BigInteger balance() {
    return balance;
  }

  void add(BigInteger amount) {
    balance = balance.add(amount);
    if (balance.signum() < 0) {
      throw new IllegalStateException("a contract's balance does not bear " + amount);
    }
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    ContractDataEntry entry =
        new ContractDataEntry.Builder()
            .ext(XdrValues.NO_EXTENSION)
            .contract(ContractValues.contractAddress(token))
            .key(storageKey())
            .durability(ContractDataDurability.PERSISTENT)
            .val(
                ContractValues.map(
                    ContractValues.entry("amount", ContractValues.int128(balance)),
                    ContractValues.entry("authorized", ContractValues.bool(true)),
                    ContractValues.entry("clawback", ContractValues.bool(false))))
            .build();
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.CONTRACT_DATA)
        .contractData(entry)
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.CONTRACT_DATA)
        .contractData(
            new LedgerKey.LedgerKeyContractData.Builder()
                .contract(ContractValues.contractAddress(token))
                .key(storageKey())
                .durability(ContractDataDurability.PERSISTENT)
                .build())
        .build();
  }

  private SCVal storageKey() {
    return ContractValues.vector(ContractValues.symbol("Balance"), ContractValues.value(holder));
  }
}
