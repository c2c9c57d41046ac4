package io.ttpprocessor.extract.rules;

import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.AssetView;
import io.ttpprocessor.xdr.LedgerEntryType;
import io.ttpprocessor.xdr.LedgerEntryView;
import io.ttpprocessor.xdr.LiquidityPoolConstantProductParametersView;
import io.ttpprocessor.xdr.LiquidityPoolEntryConstantProductView;
import io.ttpprocessor.xdr.LiquidityPoolEntryView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * By how much an operation changed a liquidity pool's reserves.
 *
 * @param poolId the pool's hash, 32 bytes
 * @param assetA the pool's first asset
 * @param assetB the pool's second asset
 * @param amountA by how much the reserve of the first asset changed, up or down
 * @param amountB by how much the reserve of the second asset changed, up or down
 */
record PoolDelta(
    OpaqueView poolId, AssetView assetA, AssetView assetB, long amountA, long amountB) {

  /**
   * The changes of all pools, ordered by pool, which is the order of their ledger keys.
   *
   * @throws IllegalStateException when the changes cannot be read
   */
  static List<PoolDelta> of(LedgerOperation operation) {
    List<PoolDelta> deltas = new ArrayList<>();
    for (EntryTransition transition : EntryTransition.of(operation)) {
      if (transition.type() == LedgerEntryType.LIQUIDITY_POOL) {
        deltas.add(of(transition));
      }
    }
    deltas.sort((a, b) -> compare(a.poolId, b.poolId));
    return deltas;
  }

  private static PoolDelta of(EntryTransition transition) {
    LiquidityPoolEntryView pool = transition.latest().data().liquidityPool();
    LiquidityPoolConstantProductParametersView assets = pool.body().constantProduct().params();
    long beforeA = 0;
    long beforeB = 0;
    long afterA = 0;
    long afterB = 0;
    if (transition.before() != null) {
      LiquidityPoolEntryConstantProductView reserves = reserves(transition.before());
      beforeA = reserves.reserveA();
      beforeB = reserves.reserveB();
    }
    if (transition.after() != null) {
      LiquidityPoolEntryConstantProductView reserves = reserves(transition.after());
      afterA = reserves.reserveA();
      afterB = reserves.reserveB();
    }
    return new PoolDelta(
        pool.liquidityPoolID(),
        assets.assetA(),
        assets.assetB(),
        Math.abs(afterA - beforeA),
        Math.abs(afterB - beforeB));
  }

  private static LiquidityPoolEntryConstantProductView reserves(LedgerEntryView entry) {
    return entry.data().liquidityPool().body().constantProduct();
  }

  private static int compare(OpaqueView a, OpaqueView b) {
    return Arrays.compareUnsigned(a.bytes(), a.offset(), a.end(), b.bytes(), b.offset(), b.end());
  }
}
