package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Checks that the fee events of each transaction, refunds taken off, come to the fee that its
 * result says was charged. Fees of Soroban transactions are told from entry changes, which no hash
 * of the ledger covers, while the results are in the header's.
 *
 * <p>In protocol 20 the result of a fee bump around a Soroban transaction says what was charged
 * before the refund (stellar-core issue 4188); there refunds are not taken off.
 */
public final class FeeAgreement {
  private static final long LAST_PROTOCOL_WITHOUT_REFUND_IN_FEE_BUMPS = 20;

  private FeeAgreement() {}

  /**
   * Requires the agreement of all transactions.
   *
   * @throws ExtractionException when a transaction's events have another fee; it names the
   *     transaction and both fees
   */
  public static void require(LedgerView ledger, LedgerEvents events) {
    List<LedgerTransaction> transactions = ledger.transactions();
    BigInteger[] fees = new BigInteger[transactions.size()];
    Arrays.fill(fees, BigInteger.ZERO);
    for (TokenEvent event : events.events()) {
      int index = event.transaction().index() - 1;
      if (event.kind() == EventKind.FEE && counts(event.amount(), transactions.get(index))) {
        fees[index] = fees[index].add(event.amount().toBigInteger());
      }
    }
    for (int i = 0; i < fees.length; i++) {
      require(transactions.get(i), fees[i]);
    }
  }

  private static void require(LedgerTransaction transaction, BigInteger told) {
    long charged = transaction.result().feeCharged();
    if (!told.equals(BigInteger.valueOf(charged))) {
      throw ExtractionException.in(
          transaction,
          "the events have a fee of " + told + ", but the result says " + charged + " was charged",
          null);
    }
  }

  private static boolean counts(Amount amount, LedgerTransaction transaction) {
    boolean refund = amount.high() < 0;
    return !(refund
        && transaction.isFeeBump()
        && transaction.ledger().protocolVersion() <= LAST_PROTOCOL_WITHOUT_REFUND_IN_FEE_BUMPS);
  }
}
