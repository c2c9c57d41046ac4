package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Draws transactions: who, how many operations, of which kinds, and how it is to end. */
final class TransactionPlanner {
  private static final int CONTRACT_PERCENT = 30;
  private static final int FEE_BUMP_PERCENT = 12;
  private static final int MUXED_PERCENT = 10;
  private static final int FAILING_PERCENT = 8;
  private static final int REFUSED_PERCENT = 2;
  private static final int MOST_OPERATIONS = 5;

  private static final List<Activity> CLASSIC =
      weighted(
          Map.ofEntries(
              Map.entry(0, new Weight(30, PaymentActivities::pay)),
              Map.entry(1, new Weight(5, PaymentActivities::payNewcomer)),
              Map.entry(2, new Weight(4, PaymentActivities::issue)),
              Map.entry(3, new Weight(4, PaymentActivities::redeem)),
              Map.entry(4, new Weight(2, PaymentActivities::clawback)),
              Map.entry(5, new Weight(5, AccountActivities::create)),
              Map.entry(6, new Weight(2, AccountActivities::merge)),
              Map.entry(7, new Weight(2, AccountActivities::trust)),
              Map.entry(8, new Weight(2, AccountActivities::setHomeDomain)),
              Map.entry(9, new Weight(1, AccountActivities::bumpSequence)),
              Map.entry(10, new Weight(8, TradeActivities::offer)),
              Map.entry(11, new Weight(2, TradeActivities::offerPassively)),
              Map.entry(12, new Weight(6, TradeActivities::sell)),
              Map.entry(13, new Weight(4, TradeActivities::buy)),
              Map.entry(14, new Weight(8, TradeActivities::pathPaymentStrictSend)),
              Map.entry(15, new Weight(6, TradeActivities::pathPaymentStrictReceive)),
              Map.entry(16, new Weight(5, ClaimableBalanceActivities::create)),
              Map.entry(17, new Weight(2, ClaimableBalanceActivities::issue)),
              Map.entry(18, new Weight(5, ClaimableBalanceActivities::claim)),
              Map.entry(19, new Weight(1, ClaimableBalanceActivities::clawback)),
              Map.entry(20, new Weight(4, PoolActivities::deposit)),
              Map.entry(21, new Weight(3, PoolActivities::withdraw))));

  private static final List<Activity> CONTRACT =
      weighted(
          Map.of(
              0, new Weight(40, ContractActivities::assetTransfer),
              1, new Weight(12, ContractActivities::assetIntoVault),
              2, new Weight(6, ContractActivities::assetIssuerTransfer),
              3, new Weight(4, ContractActivities::assetMint),
              4, new Weight(4, ContractActivities::assetBurn),
              5, new Weight(2, ContractActivities::assetClawback),
              6, new Weight(16, ContractActivities::customToken),
              7, new Weight(16, ContractActivities::swap)));

  private static final List<Activity> REVOCATION =
      List.of(PoolActivities::revoke, PoolActivities::authorize);

  private final World world;
  private final Dice dice;

  TransactionPlanner(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  private record Weight(int share, Activity activity) {}

  private static List<Activity> weighted(Map<Integer, Weight> weights) {
    List<Activity> choices = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      choices.addAll(Collections.nCopies(weights.get(i).share(), weights.get(i).activity()));
    }
    return List.copyOf(choices);
  }

  /** The transactions of one ledger in apply order: those that call contracts come last. */
  List<TransactionDraft> plan(long ledger, int count) {
    List<TransactionDraft> classic = new ArrayList<>();
    List<TransactionDraft> contract = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (dice.chance(CONTRACT_PERCENT)) {
        contract.add(contractCall(ledger));
      } else {
        classic.add(classic(ledger));
      }
    }
    classic.addAll(contract);
    return classic;
  }

  private TransactionDraft contractCall(long ledger) {
    TransactionDraft.Fate fate =
        dice.chance(FAILING_PERCENT)
            ? TransactionDraft.Fate.OPERATION_FAILS
            : TransactionDraft.Fate.SUCCESS;
    TransactionDraft.Party drawn = party();
    // Contract calls took no memo to their events' destinations before Protocol 23.
    TransactionDraft.Party party =
        new TransactionDraft.Party(drawn.source(), null, drawn.feePayer(), Memos.none());
    return new TransactionDraft(party, true, fate, ledger, List.of(dice.pick(CONTRACT)));
  }

  private TransactionDraft classic(long ledger) {
    if (dice.chance(1)) {
      return new TransactionDraft(
          party(), false, TransactionDraft.Fate.SUCCESS, ledger, REVOCATION);
    }
    List<Activity> activities = new ArrayList<>();
    int operations = dice.chance(60) ? 1 : 1 + dice.below(MOST_OPERATIONS);
    for (int i = 0; i < operations; i++) {
      activities.add(dice.pick(CLASSIC));
    }
    return new TransactionDraft(party(), false, fate(), ledger, activities);
  }

  private TransactionDraft.Fate fate() {
    int percent = dice.below(100);
    if (percent < REFUSED_PERCENT) {
      return TransactionDraft.Fate.REFUSED;
    }
    return percent < REFUSED_PERCENT + FAILING_PERCENT
        ? TransactionDraft.Fate.OPERATION_FAILS
        : TransactionDraft.Fate.SUCCESS;
  }

  private TransactionDraft.Party party() {
    AccountRecord source = dice.pick(dice.chance(10) ? world.issuers() : world.holders());
    Long muxedId = dice.chance(MUXED_PERCENT) ? (Long) dice.bits() : null;
    AccountRecord feePayer = dice.chance(FEE_BUMP_PERCENT) ? dice.pick(world.holders()) : null;
    return new TransactionDraft.Party(source, muxedId, feePayer, Memos.any(dice));
  }
}
