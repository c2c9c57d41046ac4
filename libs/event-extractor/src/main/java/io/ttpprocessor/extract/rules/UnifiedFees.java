package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.xdr.ContractEventType;
import io.ttpprocessor.xdr.ContractEventV0View;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.TransactionEventStage;
import io.ttpprocessor.xdr.TransactionEventView;

/**
 * The fee events that the network told of a transaction (CAP-67; reference:
 * parseFeeEventsFromTransactionEvents): the charge before all transactions, and perhaps a refund.
 *
 * <p>Every transaction pays a fee. So transactions without a fee event are the sign of a node that
 * was not set up to emit the events of classic operations (EMIT_CLASSIC_EVENTS of stellar-core),
 * and what else it tells is not complete either.
 *
 * @param charge the fee; null where there is none
 * @param refund the refund, whose amount is negative; null where there is none
 */
public record UnifiedFees(TokenEvent charge, TokenEvent refund) {
  /** No fee told. */
  public static final UnifiedFees NONE = new UnifiedFees(null, null);

  private static final int TOPIC_COUNT = 2;

  /**
   * The fees of the transaction that the context stands at.
   *
   * @throws IllegalStateException when there are more than two, when one is malformed, or when its
   *     stage is not the one at which the ledger's protocol charges or refunds
   */
  public static UnifiedFees read(LedgerTransaction transaction, RuleContext context) {
    TokenEvent charge = null;
    TokenEvent refund = null;
    for (TransactionEventView event : transaction.transactionEvents()) {
      EventKind kind = kindOf(event.event());
      if (kind == EventKind.FEE) {
        if (refund != null) {
          throw new IllegalStateException("the transaction has more than two fee events");
        }
        boolean isCharge = charge == null;
        requireStage(event.stage(), isCharge, transaction.ledger().protocolVersion());
        TokenEvent fee = fee(event.event(), context);
        charge = isCharge ? fee : charge;
        refund = isCharge ? null : fee;
      } else if (kind != null) {
        context.skip(event.event(), kind, SkipReason.NOT_OF_AN_OPERATION);
      }
    }
    return new UnifiedFees(charge, refund);
  }

  /**
   * Requires that there is a fee.
   *
   * @throws IllegalStateException when there is none
   */
  public void requireCharge() {
    if (charge == null) {
      throw new IllegalStateException(UnifiedOperations.absent("the transaction has no fee event"));
    }
  }

  /** The kind of event that a transaction's event has the name of; null for none. */
  private static EventKind kindOf(ContractEventView event) {
    if (event.type() != ContractEventType.CONTRACT || !event.hasContractID()) {
      throw new IllegalStateException("an event of the transaction is not of a contract");
    }
    SCValView.Sequence topics = event.body().v0().topics();
    if (topics.isEmpty()) {
      throw new IllegalStateException("an event of the transaction has no topics");
    }
    return TokenEventForm.kindOf(topics.get(0));
  }

  private static void requireStage(
      TransactionEventStage stage, boolean isCharge, long protocolVersion) {
    TransactionEventStage expected = TransactionEventStage.TRANSACTION_EVENT_STAGE_BEFORE_ALL_TXS;
    if (!isCharge) {
      expected =
          ProtocolDifferences.refundsComeLast(protocolVersion)
              ? TransactionEventStage.TRANSACTION_EVENT_STAGE_AFTER_ALL_TXS
              : TransactionEventStage.TRANSACTION_EVENT_STAGE_AFTER_TX;
    }
    if (stage != expected) {
      throw new IllegalStateException(
          (isCharge ? "the fee event is of the stage " : "the refund's fee event is of the stage ")
              + stage
              + " instead of "
              + expected);
    }
  }

  private static TokenEvent fee(ContractEventView event, RuleContext context) {
    ContractEventV0View body = event.body().v0();
    SCValView.Sequence topics = body.topics();
    if (topics.count() != TOPIC_COUNT) {
      throw new IllegalStateException(
          "a fee event has " + topics.count() + " topics instead of " + TOPIC_COUNT);
    }
    if (body.data().type() != SCValType.SCV_I128) {
      throw new IllegalStateException("a fee event's data is " + body.data().type());
    }
    SCValView payer = topics.get(1);
    if (payer.type() != SCValType.SCV_ADDRESS) {
      throw new IllegalStateException("a fee event's second topic is " + payer.type());
    }
    if (!context.contract(event.contractID()).equals(context.nativeAsset().contract())) {
      throw new IllegalStateException(
          "a fee event is of the contract "
              + context.contract(event.contractID())
              + ", which is not the native asset's");
    }
    return context
        .event(EventKind.FEE)
        .asset(context.nativeAsset())
        .from(context.address(payer.address()))
        .amount(TokenEventData.amount(body.data()))
        .build();
  }
}
