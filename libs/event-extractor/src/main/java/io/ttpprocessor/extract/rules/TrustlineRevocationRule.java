package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.ClaimableBalanceEntryView;
import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.LedgerEntryChangeType;
import io.ttpprocessor.xdr.PublicKeyType;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Revocation of a trustline whose holder has shares of liquidity pools (CAP-38): each pool gives
 * the holder's part of its two assets into new claimable balances. An asset that the holder itself
 * has issued gets no balance: it is burned.
 *
 * <p>The metadata does not say which pool a balance is from. But a balance's id is a hash of the
 * pool and the asset, so it is enough to compute the two ids that a pool can have made (reference:
 * generateEventsForRevokedTrustlines).
 */
final class TrustlineRevocationRule {
  private static final int HASH_SIZE = 32;

  private TrustlineRevocationRule() {}

  /** Adds what the pools that the operation changed have given away. */
  static void revoke(LedgerOperation operation, RuleContext context) {
    List<PoolDelta> pools = PoolDelta.of(operation);
    if (pools.isEmpty()) {
      return;
    }
    Map<ByteBuffer, ClaimableBalanceEntryView> created = createdBalances(operation);
    if (created.isEmpty()) {
      return;
    }
    for (PoolDelta pool : pools) {
      List<ClaimableBalanceEntryView> balances = new ArrayList<>();
      for (AssetView asset : List.of(pool.assetA(), pool.assetB())) {
        ClaimableBalanceEntryView balance =
            created.get(balanceIdOf(operation, pool.poolId(), asset, context));
        if (balance != null) {
          balances.add(balance);
        }
      }
      add(pool, balances, context);
    }
  }

  private static void add(
      PoolDelta pool, List<ClaimableBalanceEntryView> balances, RuleContext context) {
    Address poolAddress = context.liquidityPool(pool.poolId());
    for (ClaimableBalanceEntryView balance : balances) {
      context.move(
          context.asset(balance.asset()),
          poolAddress,
          context.claimableBalance(balance.balanceID()),
          Amount.of(balance.amount()),
          null);
    }
    if (balances.size() == 1) {
      boolean isAssetA = sameBytes(balances.get(0).asset(), pool.assetA());
      context.add(
          context
              .event(EventKind.BURN)
              .asset(context.asset(isAssetA ? pool.assetB() : pool.assetA()))
              .from(poolAddress)
              .amount(Amount.of(isAssetA ? pool.amountB() : pool.amountA()))
              .build());
    }
  }

  private static Map<ByteBuffer, ClaimableBalanceEntryView> createdBalances(
      LedgerOperation operation) {
    // Ordered, as a hash table of ids that somebody has chosen may be one long list.
    Map<ByteBuffer, ClaimableBalanceEntryView> balances = new TreeMap<>();
    for (ClaimableBalanceEntryView entry :
        EntryTransition.claimableBalances(operation, LedgerEntryChangeType.LEDGER_ENTRY_CREATED)) {
      OpaqueView hash = entry.balanceID().v0();
      balances.put(ByteBuffer.wrap(hash.bytes(), hash.offset(), hash.size()).slice(), entry);
    }
    return balances;
  }

  /**
   * Hash of a balance that a revocation makes. Account and sequence number are the transaction's,
   * also where the operation has a source account of its own; the operation counts from 0.
   */
  private static ByteBuffer balanceIdOf(
      LedgerOperation operation, OpaqueView poolId, AssetView asset, RuleContext context) {
    LedgerTransaction transaction = operation.transaction();
    AccountRef account = transaction.sourceAccount();
    int assetSize = asset.size();
    ByteBuffer preimage =
        ByteBuffer.allocate(
            3 * Integer.BYTES + AccountRef.KEY_SIZE + Long.BYTES + HASH_SIZE + assetSize);
    preimage
        .putInt(EnvelopeType.ENVELOPE_TYPE_POOL_REVOKE_OP_ID.value())
        .putInt(PublicKeyType.PUBLIC_KEY_TYPE_ED25519.value())
        .put(account.bytes(), account.keyOffset(), AccountRef.KEY_SIZE)
        .putLong(transaction.sequenceNumber())
        .putInt(operation.index() - 1)
        .put(poolId.bytes(), poolId.offset(), HASH_SIZE)
        .put(asset.bytes(), asset.offset(), assetSize);
    return ByteBuffer.wrap(context.sha256(preimage.array()));
  }

  private static boolean sameBytes(AssetView a, AssetView b) {
    return Arrays.equals(a.bytes(), a.offset(), a.end(), b.bytes(), b.offset(), b.end());
  }
}
