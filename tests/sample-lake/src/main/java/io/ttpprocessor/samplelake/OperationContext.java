package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.HashIDPreimage;
import org.stellar.sdk.xdr.MuxedAccount;

/** What an activity works with: the world, chance, and the books that its effects are noted in. */
final class OperationContext {
  private static final int MUXED_PERCENT = 20;

  private final World world;
  private final Dice dice;
  private final TransactionDraft transaction;
  private final int index;
  private final EntryChangeLog changes;
  private final EventTally tally;
  private final List<ContractEvent> contractEvents = new ArrayList<>();

  OperationContext(
      World world, Dice dice, TransactionDraft transaction, EntryChangeLog changes, int index) {
    this.world = world;
    this.dice = dice;
    this.transaction = transaction;
    this.changes = changes;
    this.tally = transaction.tally();
    this.index = index;
  }

  World world() {
    return world;
  }

  Dice dice() {
    return dice;
  }

  TransactionDraft transaction() {
    return transaction;
  }

  EntryChangeLog changes() {
    return changes;
  }

  List<ContractEvent> contractEvents() {
    return contractEvents;
  }

  void expect(EventKind kind, long amount) {
    tally.add(kind, amount);
  }

  void expect(EventKind kind, BigInteger amount) {
    tally.add(kind, amount);
  }

  /** The transaction's source where it is a holder of all assets, else any holder. */
  AccountRecord holder() {
    AccountRecord source = transaction.source();
    return source.hasTrustLines() ? source : dice.pick(world.holders());
  }

  AccountRecord holderOtherThan(AccountRecord account) {
    AccountRecord other = dice.pick(world.holders());
    while (other == account) {
      other = dice.pick(world.holders());
    }
    return other;
  }

  /** An account's address, now and then multiplexed. */
  MuxedAccount address(AccountRecord account) {
    Long id = dice.chance(MUXED_PERCENT) ? (Long) dice.bits() : null;
    return XdrValues.muxedAccount(account.publicKey(), id);
  }

  /**
   * Adds an amount to what an account holds, negative to take; an issuer's own asset has no end.
   */
  void give(AccountRecord account, TokenAsset asset, long amount) {
    if (asset.isNative()) {
      changes.modify(account).add(amount);
    } else if (asset.issuer() != account) {
      changes.modify(account.trustLine(asset)).add(amount);
    }
  }

  /** An amount that the account can spare. */
  long spare(AccountRecord account, TokenAsset asset) {
    long balance = asset.isNative() ? account.balance() : account.trustLine(asset).balance();
    return dice.between(1, Math.max(1, Math.min(balance / 1000, 5_000_000_000L)));
  }

  /** The id of the claimable balance that this operation creates (CAP-23). */
  byte[] createdBalanceId() {
    HashIDPreimage preimage =
        new HashIDPreimage.Builder()
            .discriminant(EnvelopeType.ENVELOPE_TYPE_OP_ID)
            .operationID(
                new HashIDPreimage.HashIDPreimageOperationID.Builder()
                    .sourceAccount(transaction.source().id())
                    .seqNum(XdrValues.sequenceNumber(transaction.sequence()))
                    .opNum(XdrValues.uint32(index))
                    .build())
            .build();
    return XdrValues.sha256(XdrValues.encode(preimage::toXdrByteArray));
  }

  /** The id of the claimable balance that revoking a pool's asset creates (CAP-38). */
  byte[] revokedBalanceId(PoolRecord pool, TokenAsset asset) {
    HashIDPreimage preimage =
        new HashIDPreimage.Builder()
            .discriminant(EnvelopeType.ENVELOPE_TYPE_POOL_REVOKE_OP_ID)
            .revokeID(
                new HashIDPreimage.HashIDPreimageRevokeID.Builder()
                    .sourceAccount(transaction.source().id())
                    .seqNum(XdrValues.sequenceNumber(transaction.sequence()))
                    .opNum(XdrValues.uint32(index))
                    .liquidityPoolID(pool.id())
                    .asset(asset.xdr())
                    .build())
            .build();
    return XdrValues.sha256(XdrValues.encode(preimage::toXdrByteArray));
  }
}
