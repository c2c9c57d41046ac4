package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import java.util.List;

/**
 * Checks that the fee events of each transaction, refunds taken off, come to the fee that its
 * result says was charged. Fees of Soroban transactions are told from entry changes or events,
 * which no hash of the ledger covers, while the results are in the header's.
 *
 * <p>In protocol 20 the result of a fee bump around a Soroban transaction says what was charged
 * before the refund (stellar-core issue 4188): there either sum agrees.
 */
public final class FeeAgreement {
  private static final long LAST_PROTOCOL_WITH_FEE_BUMPS_BEFORE_REFUND = 20;

  private FeeAgreement() {}

  /**
   * Requires the agreement of all transactions.
   *
   * @throws ExtractionException when a transaction's events have another fee; it names the
   *     transaction and both fees
   */
  public static void require(LedgerView ledger, LedgerEvents events) {
    List<LedgerTransaction> transactions = ledger.transactions();
    long[] charges = new long[transactions.size()];
    long[] refunds = new long[transactions.size()];
    for (TokenEvent event : events.events()) {
      if (event.kind() == EventKind.FEE) {
        int index = event.transaction().index() - 1;
        long amount = amount(event, transactions.get(index));
        if (amount < 0) {
          refunds[index] += amount;
        } else {
          charges[index] += amount;
        }
      }
    }
    for (int i = 0; i < charges.length; i++) {
      require(transactions.get(i), charges[i], refunds[i]);
    }
  }

  private static void require(LedgerTransaction transaction, long charge, long refund) {
    long stated = transaction.result().feeCharged();
    if (charge + refund != stated && !(charge == stated && isBeforeRefund(transaction))) {
      throw ExtractionException.in(
          transaction,
          "its fee is "
              + (charge + refund)
              + " by the events, but its result says that "
              + stated
              + " was charged",
          null);
    }
  }

  private static boolean isBeforeRefund(LedgerTransaction transaction) {
    return transaction.isFeeBump()
        && transaction.ledger().protocolVersion() <= LAST_PROTOCOL_WITH_FEE_BUMPS_BEFORE_REFUND;
  }

  private static long amount(TokenEvent event, LedgerTransaction transaction) {
    if (!event.amount().fitsLong()) {
      throw ExtractionException.in(transaction, "no fee can be " + event.amount(), null);
    }
    return event.amount().low();
  }
}
