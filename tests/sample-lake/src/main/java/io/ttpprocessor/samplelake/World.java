package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.stellar.sdk.xdr.AccountFlags;
import org.stellar.sdk.xdr.SCAddress;

/**
 * The ledger's state between ledgers: who holds what. It begins with some wealthy accounts, a few
 * assets and pools that came about before the first ledger.
 */
final class World {
  private static final int HOLDERS = 48;
  private static final long NATIVE_WEALTH = 100_000_000_000_000L;
  private static final long TOKEN_WEALTH = 10_000_000_000_000L;
  private static final long POOL_RESERVE = 1_000_000_000_000L;
  private static final BigInteger CONTRACT_WEALTH = BigInteger.TEN.pow(30);
  private static final long CLAWBACK_ISSUER_FLAGS =
      AccountFlags.AUTH_REVOCABLE_FLAG.getValue()
          | AccountFlags.AUTH_CLAWBACK_ENABLED_FLAG.getValue();

  private final Dice dice;
  private final byte[] networkId;
  private final List<AccountRecord> holders = new ArrayList<>();
  private final List<AccountRecord> issuers = new ArrayList<>();
  private final List<AccountRecord> newcomers = new ArrayList<>();
  private final List<TokenAsset> assets = new ArrayList<>();
  private final List<OfferRecord> offers = new ArrayList<>();
  private final List<ClaimableBalanceRecord> claimableBalances = new ArrayList<>();
  private final List<PoolRecord> pools = new ArrayList<>();
  private final List<byte[]> customTokens = new ArrayList<>();
  private final List<byte[]> vaults = new ArrayList<>();
  private final Map<String, ContractBalanceRecord> contractBalances = new HashMap<>();
  private long lastOfferId;
  private long feePool = 1_000_000_000L;

  World(Dice dice, String networkPassphrase) {
    this.dice = dice;
    this.networkId = XdrValues.sha256(networkPassphrase);
    issuers.add(new AccountRecord(dice.bytes(32), NATIVE_WEALTH, 1L << 32, 0));
    issuers.add(new AccountRecord(dice.bytes(32), NATIVE_WEALTH, 1L << 32, CLAWBACK_ISSUER_FLAGS));
    TokenAsset lumens = TokenAsset.nativeAsset(networkId);
    TokenAsset euros = TokenAsset.issued("EURT", issuers.get(0), false, networkId);
    TokenAsset dollars = TokenAsset.issued("USDC", issuers.get(0), false, networkId);
    TokenAsset gold = TokenAsset.issued("GOLDTOKEN", issuers.get(1), true, networkId);
    assets.addAll(List.of(lumens, euros, dollars, gold));
    pools.add(new PoolRecord(lumens, dollars, POOL_RESERVE));
    pools.add(new PoolRecord(euros, dollars, POOL_RESERVE));
    pools.add(new PoolRecord(dollars, gold, POOL_RESERVE));
    for (int i = 0; i < HOLDERS; i++) {
      holders.add(wealthyAccount());
    }
    for (int i = 0; i < 2; i++) {
      customTokens.add(dice.bytes(32));
      vaults.add(dice.bytes(32));
    }
  }

  private AccountRecord wealthyAccount() {
    AccountRecord account = new AccountRecord(dice.bytes(32), NATIVE_WEALTH, 1L << 32, 0);
    for (TokenAsset asset : issuedAssets()) {
      account.trust(TrustLineRecord.forAsset(account, asset, TOKEN_WEALTH));
      account.addSubEntries(1);
    }
    return account;
  }

  byte[] networkId() {
    return networkId;
  }

  /** Accounts that hold every asset. */
  List<AccountRecord> holders() {
    return holders;
  }

  List<AccountRecord> issuers() {
    return issuers;
  }

  /** Accounts made by a CreateAccount of this lake, with lumens alone. */
  List<AccountRecord> newcomers() {
    return newcomers;
  }

  /** Every asset, the native one first. */
  List<TokenAsset> assets() {
    return assets;
  }

  List<TokenAsset> issuedAssets() {
    return assets.subList(1, assets.size());
  }

  /** The asset whose issuer may claw it back. */
  TokenAsset clawbackAsset() {
    return assets.get(assets.size() - 1);
  }

  List<OfferRecord> offers() {
    return offers;
  }

  List<ClaimableBalanceRecord> claimableBalances() {
    return claimableBalances;
  }

  List<PoolRecord> pools() {
    return pools;
  }

  /** Token contracts that stand for no asset. */
  List<byte[]> customTokens() {
    return customTokens;
  }

  /** Contracts that hold tokens. */
  List<byte[]> vaults() {
    return vaults;
  }

  /** The balance of a holder in a token contract's storage; everyone begins wealthy. */
  ContractBalanceRecord contractBalance(byte[] token, SCAddress holder) {
    String key =
        HexFormat.of().formatHex(token)
            + HexFormat.of().formatHex(XdrValues.encode(holder::toXdrByteArray));
    return contractBalances.computeIfAbsent(
        key, absent -> new ContractBalanceRecord(token, holder, CONTRACT_WEALTH));
  }

  long nextOfferId() {
    lastOfferId++;
    return lastOfferId;
  }

  long lastOfferId() {
    return lastOfferId;
  }

  void collectFee(long amount) {
    feePool += amount;
  }

  long feePool() {
    return feePool;
  }
}
