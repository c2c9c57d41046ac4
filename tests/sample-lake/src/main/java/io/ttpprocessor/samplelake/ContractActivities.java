package io.ttpprocessor.samplelake;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.ContractEventType;
import org.stellar.sdk.xdr.SCAddress;
import org.stellar.sdk.xdr.SCVal;

/**
 * Calls of asset contracts, of custom token contracts, and of a contract that swaps; the events are
 * those of Protocol 21, in which mint and clawback still name the administrator.
 */
final class ContractActivities {
  private ContractActivities() {}

  /** An asset moves between two accounts through its contract. */
  static Activity.Outcome assetTransfer(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().assets());
    AccountRecord from = context.holder();
    AccountRecord to = context.holderOtherThan(from);
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    context.give(to, asset, amount);
    context.expect(EventKind.TRANSFER, amount);
    return assetCall(context, from, asset, transfer(address(from), address(to), amount));
  }

  /** An asset moves into a contract's keeping. */
  static Activity.Outcome assetIntoVault(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().assets());
    AccountRecord from = context.holder();
    SCAddress vault = vault(context);
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    keep(context, asset.contractId(), vault, BigInteger.valueOf(amount));
    context.expect(EventKind.TRANSFER, amount);
    return assetCall(
        context, from, asset, transfer(address(from), ContractValues.value(vault), amount));
  }

  /** An issuer's transfer, and one to the issuer: the reference calls them mint and burn. */
  static Activity.Outcome assetIssuerTransfer(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    AccountRecord holder = context.dice().pick(context.world().holders());
    boolean mint = context.dice().chance(50);
    AccountRecord from = mint ? asset.issuer() : holder;
    AccountRecord to = mint ? holder : asset.issuer();
    long amount = context.spare(holder, asset);
    context.give(from, asset, -amount);
    context.give(to, asset, amount);
    context.expect(mint ? EventKind.MINT : EventKind.BURN, amount);
    return assetCall(context, from, asset, transfer(address(from), address(to), amount));
  }

  static Activity.Outcome assetMint(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    AccountRecord to = context.dice().pick(context.world().holders());
    long amount = context.spare(to, asset);
    context.give(to, asset, amount);
    context.expect(EventKind.MINT, amount);
    TokenCall call =
        new TokenCall("mint", List.of(address(asset.issuer()), address(to)), number(amount));
    return assetCall(context, asset.issuer(), asset, call);
  }

  static Activity.Outcome assetBurn(OperationContext context) {
    TokenAsset asset = context.dice().pick(context.world().issuedAssets());
    AccountRecord from = context.holder();
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    context.expect(EventKind.BURN, amount);
    return assetCall(
        context, from, asset, new TokenCall("burn", List.of(address(from)), number(amount)));
  }

  static Activity.Outcome assetClawback(OperationContext context) {
    TokenAsset asset = context.world().clawbackAsset();
    AccountRecord from = context.dice().pick(context.world().holders());
    long amount = context.spare(from, asset);
    context.give(from, asset, -amount);
    context.expect(EventKind.CLAWBACK, amount);
    TokenCall call =
        new TokenCall("clawback", List.of(address(asset.issuer()), address(from)), number(amount));
    return assetCall(context, asset.issuer(), asset, call);
  }

  /** A token with eighteen decimals that is no asset: its amounts outgrow 64 bits. */
  static Activity.Outcome customToken(OperationContext context) {
    byte[] token = context.dice().pick(context.world().customTokens());
    AccountRecord actor = context.holder();
    SCAddress from = ContractValues.accountAddress(actor);
    SCAddress to = ContractValues.accountAddress(context.holderOtherThan(actor));
    BigInteger amount =
        BigInteger.valueOf(context.dice().between(1, 1_000_000_000))
            .multiply(BigInteger.TEN.pow(context.dice().below(16)));
    EventKind kind =
        List.of(EventKind.TRANSFER, EventKind.MINT, EventKind.BURN, EventKind.CLAWBACK)
            .get(Math.max(0, context.dice().below(8) - 4));
    context.expect(kind, amount);
    SCVal admin = ContractValues.value(vault(context));
    List<SCVal> parties =
        switch (kind) {
          case TRANSFER -> List.of(ContractValues.value(from), ContractValues.value(to));
          case MINT -> List.of(admin, ContractValues.value(to));
          case BURN -> List.of(ContractValues.value(from));
          case CLAWBACK -> List.of(admin, ContractValues.value(from));
          case FEE -> throw new IllegalStateException("no contract emits fees");
        };
    if (kind != EventKind.MINT) {
      keep(context, token, from, amount.negate());
    }
    if (kind == EventKind.TRANSFER || kind == EventKind.MINT) {
      keep(context, token, to, amount);
    }
    TokenCall call = new TokenCall(kind.label(), parties, ContractValues.int128(amount));
    context.contractEvents().add(call.event(token, List.of()));
    return invocation(context, actor, token, call);
  }

  /** A swap in one call: two transfers that count, and a notice of the swap that does not. */
  static Activity.Outcome swap(OperationContext context) {
    List<TokenAsset> assets = context.world().assets();
    AccountRecord trader = context.holder();
    SCAddress vault = vault(context);
    int first = context.dice().below(assets.size());
    TokenAsset paid = assets.get(first);
    TokenAsset received = assets.get((first + 1) % assets.size());
    long amount = context.spare(trader, paid);
    context.give(trader, paid, -amount);
    keep(context, paid.contractId(), vault, BigInteger.valueOf(amount));
    keep(context, received.contractId(), vault, BigInteger.valueOf(-amount));
    context.give(trader, received, amount);
    context.expect(EventKind.TRANSFER, amount);
    context.expect(EventKind.TRANSFER, amount);
    SCVal keeper = ContractValues.value(vault);
    TokenCall in = transfer(address(trader), keeper, amount);
    TokenCall out = transfer(keeper, address(trader), amount);
    byte[] router = vault.getContractId().getHash();
    context.contractEvents().add(in.event(paid.contractId(), named(paid)));
    context.contractEvents().add(out.event(received.contractId(), named(received)));
    TokenCall notice = new TokenCall("swap", List.of(address(trader)), number(amount));
    context.contractEvents().add(notice.event(router, List.of()));
    return invocation(context, trader, router, notice);
  }

  /** A call of a token function: its arguments are the topics of the event that it emits. */
  private record TokenCall(String function, List<SCVal> parties, SCVal amount) {
    ContractEvent event(byte[] contract, List<SCVal> lastTopics) {
      List<SCVal> topics = new ArrayList<>();
      topics.add(ContractValues.symbol(function));
      topics.addAll(parties);
      topics.addAll(lastTopics);
      return ContractValues.event(ContractEventType.CONTRACT, contract, topics, amount);
    }
  }

  private static TokenCall transfer(SCVal from, SCVal to, long amount) {
    return new TokenCall("transfer", List.of(from, to), number(amount));
  }

  private static Activity.Outcome assetCall(
      OperationContext context, AccountRecord actor, TokenAsset asset, TokenCall call) {
    context.contractEvents().add(call.event(asset.contractId(), named(asset)));
    return invocation(context, actor, asset.contractId(), call);
  }

  private static Activity.Outcome invocation(
      OperationContext context, AccountRecord actor, byte[] contract, TokenCall call) {
    List<SCVal> arguments = new ArrayList<>(call.parties());
    arguments.add(call.amount());
    return new Activity.Outcome(
        actor,
        ContractCalls.invocation(contract, call.function(), arguments),
        ContractCalls.success(context.contractEvents()));
  }

  private static void keep(
      OperationContext context, byte[] token, SCAddress holder, BigInteger amount) {
    context.changes().modify(context.world().contractBalance(token, holder)).add(amount);
  }

  private static SCAddress vault(OperationContext context) {
    return ContractValues.contractAddress(context.dice().pick(context.world().vaults()));
  }

  private static List<SCVal> named(TokenAsset asset) {
    return List.of(ContractValues.string(asset.name()));
  }

  private static SCVal address(AccountRecord account) {
    return ContractValues.value(ContractValues.accountAddress(account));
  }

  private static SCVal number(long amount) {
    return ContractValues.int128(BigInteger.valueOf(amount));
  }
}
