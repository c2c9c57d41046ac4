package io.ttpprocessor.samplelake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.String32;
import org.stellar.sdk.xdr.Thresholds;

/** An account with its native balance and its trust lines. */
final class AccountRecord extends BalanceRecord {
  private static final byte[] THRESHOLDS = {1, 0, 0, 0};

  private final byte[] publicKey;
  private final AccountID id;
  private final long flags;
  private final Map<TokenAsset, TrustLineRecord> trustLines = new LinkedHashMap<>();
  private long sequence;
  private int subEntries;
  private String homeDomain = "";

  AccountRecord(byte[] publicKey, long balance, long sequence, long flags) {
    super(balance);
    this.publicKey = publicKey;
    this.id = XdrValues.accountId(publicKey);
    this.sequence = sequence;
    this.flags = flags;
  }

  byte[] publicKey() {
    return publicKey;
  }

  AccountID id() {
    return id;
  }

  /** Uses the next sequence number; the caller has logged the entry's former state. */
  long nextSequence() {
    sequence++;
    return sequence;
  }

  void addSubEntries(int count) {
    subEntries += count;
  }

  void setHomeDomain(String domain) {
    homeDomain = domain;
  }

  void trust(TrustLineRecord line) {
    trustLines.put(line.asset(), line);
  }

  TrustLineRecord trustLine(TokenAsset asset) {
    return trustLines.get(asset);
  }

  boolean hasTrustLines() {
    return !trustLines.isEmpty();
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    AccountEntry account =
        new AccountEntry.Builder()
            .accountID(id)
            .balance(XdrValues.int64(balance()))
            .seqNum(XdrValues.sequenceNumber(sequence))
            .numSubEntries(XdrValues.uint32(subEntries))
            .flags(XdrValues.uint32(flags))
            .homeDomain(new String32(XdrValues.text(homeDomain)))
            .thresholds(new Thresholds(THRESHOLDS))
            .signers(new Signer[0])
            .ext(new AccountEntry.AccountEntryExt.Builder().discriminant(0).build())
            .build();
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.ACCOUNT)
        .account(account)
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.ACCOUNT)
        .account(new LedgerKey.LedgerKeyAccount.Builder().accountID(id).build())
        .build();
  }
}
