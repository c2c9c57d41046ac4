package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.LiquidityPoolConstantProductParameters;
import org.stellar.sdk.xdr.LiquidityPoolEntry;
import org.stellar.sdk.xdr.LiquidityPoolParameters;
import org.stellar.sdk.xdr.LiquidityPoolType;
import org.stellar.sdk.xdr.PoolID;

/** A constant-product liquidity pool (CAP-38) with the lines of those who hold its shares. */
final class PoolRecord extends LedgerRecord {
  private static final int FEE_BASIS_POINTS = 30;
  private static final int BASIS_POINTS = 10_000;

  private final PoolID id;
  private final LiquidityPoolConstantProductParameters parameters;
  private final TokenAsset assetA;
  private final TokenAsset assetB;
  private final Map<AccountRecord, TrustLineRecord> shareLines = new LinkedHashMap<>();
  private long reserveA;
  private long reserveB;
  private long totalShares;

  /** A pool of two assets, the first the lesser in XDR order, with reserves to begin with. */
  PoolRecord(TokenAsset assetA, TokenAsset assetB, long reserve) {
    this.assetA = assetA;
    this.assetB = assetB;
    this.parameters =
        new LiquidityPoolConstantProductParameters.Builder()
            .assetA(assetA.xdr())
            .assetB(assetB.xdr())
            .fee(XdrValues.int32(FEE_BASIS_POINTS))
            .build();
    LiquidityPoolParameters identity =
        new LiquidityPoolParameters.Builder()
            .discriminant(LiquidityPoolType.LIQUIDITY_POOL_CONSTANT_PRODUCT)
            .constantProduct(parameters)
            .build();
    this.id =
        new PoolID(XdrValues.hash(XdrValues.sha256(XdrValues.encode(identity::toXdrByteArray))));
    this.reserveA = reserve;
    this.reserveB = reserve;
    this.totalShares = reserve;
  }

  /** Amounts of both assets, in their smallest units. */
  record Amounts(long ofA, long ofB) {}

  PoolID id() {
    return id;
  }

  TokenAsset assetA() {
    return assetA;
  }

  TokenAsset assetB() {
    return assetB;
  }

  boolean holds(TokenAsset asset) {
    return asset == assetA || asset == assetB;
  }

  TokenAsset other(TokenAsset asset) {
    return asset == assetA ? assetB : assetA;
  }

  Map<AccountRecord, TrustLineRecord> shareLines() {
    return shareLines;
  }

  /** What a deposit of {@code ofA} takes of both assets. */
  Amounts depositFor(long ofA) {
    return new Amounts(ofA, mulDiv(ofA, reserveB, reserveA) + 1);
  }

  /** Takes a deposit in and returns the shares that it earns. */
  long deposit(Amounts amounts) {
    long shares = mulDiv(amounts.ofA(), totalShares, reserveA);
    reserveA += amounts.ofA();
    reserveB += amounts.ofB();
    totalShares += shares;
    return shares;
  }

  /** Pays shares out. */
  Amounts withdraw(long shares) {
    Amounts amounts =
        new Amounts(mulDiv(shares, reserveA, totalShares), mulDiv(shares, reserveB, totalShares));
    reserveA -= amounts.ofA();
    reserveB -= amounts.ofB();
    totalShares -= shares;
    return amounts;
  }

  /** Swaps an amount of one asset in, and returns how much of the other comes out. */
  long swap(TokenAsset paid, long amount) {
    boolean forward = paid == assetA;
    long into = forward ? reserveA : reserveB;
    long from = forward ? reserveB : reserveA;
    BigInteger net =
        BigInteger.valueOf(amount).multiply(BigInteger.valueOf(BASIS_POINTS - FEE_BASIS_POINTS));
    long received =
        net.multiply(BigInteger.valueOf(from))
            .divide(BigInteger.valueOf(into).multiply(BigInteger.valueOf(BASIS_POINTS)).add(net))
            .longValueExact();
    reserveA += forward ? amount : -received;
    reserveB += forward ? -received : amount;
    return received;
  }

  @Override
  LedgerEntry.LedgerEntryData data() {
    LiquidityPoolEntry.LiquidityPoolEntryBody.LiquidityPoolEntryConstantProduct content =
        new LiquidityPoolEntry.LiquidityPoolEntryBody.LiquidityPoolEntryConstantProduct.Builder()
            .params(parameters)
            .reserveA(XdrValues.int64(reserveA))
            .reserveB(XdrValues.int64(reserveB))
            .totalPoolShares(XdrValues.int64(totalShares))
            .poolSharesTrustLineCount(XdrValues.int64(shareLines.size() + 1L))
            .build();
    LiquidityPoolEntry entry =
        new LiquidityPoolEntry.Builder()
            .liquidityPoolID(id)
            .body(
                new LiquidityPoolEntry.LiquidityPoolEntryBody.Builder()
                    .discriminant(LiquidityPoolType.LIQUIDITY_POOL_CONSTANT_PRODUCT)
                    .constantProduct(content)
                    .build())
            .build();
    return new LedgerEntry.LedgerEntryData.Builder()
        .discriminant(LedgerEntryType.LIQUIDITY_POOL)
        .liquidityPool(entry)
        .build();
  }

  @Override
  LedgerKey key() {
    return new LedgerKey.Builder()
        .discriminant(LedgerEntryType.LIQUIDITY_POOL)
        .liquidityPool(new LedgerKey.LedgerKeyLiquidityPool.Builder().liquidityPoolID(id).build())
        .build();
  }

  private static long mulDiv(long a, long b, long divisor) {
    return BigInteger.valueOf(a)
        .multiply(BigInteger.valueOf(b))
        .divide(BigInteger.valueOf(divisor))
        .longValueExact();
  }
}
