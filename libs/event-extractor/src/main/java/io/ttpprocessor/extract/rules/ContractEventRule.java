package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.ContractEventV0View;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCAddressType;
import io.ttpprocessor.xdr.SCAddressView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;

/**
 * Events that contracts emit, as far as they are those of a token (SEP-41, CAP-46-6, CAP-67): the
 * first topic names the event, the next ones the parties, and the data holds the amount. An event
 * that does not have this form is some other contract's affair and is passed over (reference:
 * parseEvent); the context is told of it where its name is a token event's.
 *
 * <p>An asset contract adds the asset's name as a last topic. The asset is told only if the name is
 * the one of the contract that emits the event: anybody can write a name.
 */
final class ContractEventRule {
  private ContractEventRule() {}

  /** Adds the token events among the contract events of an operation. */
  static void events(LedgerOperation operation, RuleContext context) {
    TokenEventForm form = TokenEventForm.of(operation.transaction().metaVersion());
    for (ContractEventView event : operation.contractEvents()) {
      SCValView.Sequence topics = event.body().v0().topics();
      EventKind kind = topics.isEmpty() ? null : TokenEventForm.kindOf(topics.get(0));
      if (kind != null) {
        SkipReason reason = read(event, kind, form, context);
        if (reason != null) {
          context.skip(event, kind, reason);
        }
      }
    }
  }

  /** Adds the event of the kind that it names; or returns why it is none. */
  private static SkipReason read(
      ContractEventView event, EventKind kind, TokenEventForm form, RuleContext context) {
    ContractEventV0View body = event.body().v0();
    SCValView.Sequence topics = body.topics();
    SkipReason fault = faultOf(event, kind, topics.count(), form);
    if (fault != null) {
      return fault;
    }
    TokenEventData data = form.data(body.data());
    if (data.fault() != null) {
      return data.fault();
    }
    if (form.hasAdministrator(kind) && addressIn(topics.get(1)) == null) {
      return SkipReason.ADMINISTRATOR_NOT_AN_ADDRESS;
    }
    int partyTopic = form.hasAdministrator(kind) ? 2 : 1;
    SCAddressView first = addressIn(topics.get(partyTopic));
    SCAddressView second =
        kind == EventKind.TRANSFER ? addressIn(topics.get(partyTopic + 1)) : first;
    if (first == null || second == null) {
      return SkipReason.PARTY_NOT_AN_ADDRESS;
    }
    Address contract = context.contract(event.contractID());
    Asset asset = null;
    if (topics.count() == form.topicCount(kind) + 1) {
      asset = assetOf(contract, topics.get(topics.count() - 1), context);
    }
    if (asset != null && kind == EventKind.TRANSFER && form.transfersHideIssuers()) {
      context.move(asset, holder(first, context), holder(second, context), data.amount(), null);
      return null;
    }
    TokenEvent.Builder told = context.event(kind).contract(contract).amount(data.amount());
    if (asset != null) {
      told.asset(asset);
    }
    if (kind != EventKind.MINT) {
      told.from(context.address(first));
    }
    if (kind == EventKind.MINT || kind == EventKind.TRANSFER) {
      told.to(context.address(second));
    }
    context.add(told.toMuxedInfo(data.toMuxedInfo()).build());
    return null;
  }

  /** What is wrong with an event before its topics and data are looked at; null for nothing. */
  private static SkipReason faultOf(
      ContractEventView event, EventKind kind, int topicCount, TokenEventForm form) {
    if (event.type() != ContractEventType.CONTRACT) {
      return SkipReason.NOT_OF_A_CONTRACT;
    }
    if (!event.hasContractID()) {
      return SkipReason.NO_CONTRACT_ID;
    }
    if (kind == EventKind.FEE) {
      return SkipReason.FEE_OF_OPERATION;
    }
    return topicCount < form.topicCount(kind) ? SkipReason.TOO_FEW_TOPICS : null;
  }

  /** The asset that the topic names, if the contract is its contract; otherwise null. */
  private static Asset assetOf(Address contract, SCValView topic, RuleContext context) {
    if (topic.type() != SCValType.SCV_STRING) {
      return null;
    }
    OpaqueView name = topic.str();
    Asset asset = context.assetNamed(name);
    return asset != null && asset.contract().equals(contract) ? asset : null;
  }

  private static SCAddressView addressIn(SCValView topic) {
    return topic.type() == SCValType.SCV_ADDRESS ? topic.address() : null;
  }

  /** The address, without the id of a muxed account. */
  private static Address holder(SCAddressView address, RuleContext context) {
    return address.type() == SCAddressType.SC_ADDRESS_TYPE_MUXED_ACCOUNT
        ? context.account(AccountRef.of(address.muxedAccount().ed25519()))
        : context.address(address);
  }
}
