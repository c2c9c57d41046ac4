package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.AccountRef;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.StrKey;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the events of each transaction explain by how much it changed the balances in the
 * ledger's entries: lumens of accounts, trustlines, claimable balances and the reserves of pools
 * (reference: VerifyEvents). A lost, doubled or altered event of such a balance shows as a
 * difference.
 *
 * <p>What it cannot see: balances of contracts, tokens that are no asset, an issuer's own asset (it
 * has no balance of it), events of which one undoes the other, and an entry change that is wrong
 * itself where the event was told from it. What no transaction does, such as an upgrade of the
 * network, has no events and is not looked at.
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class BalanceConservation {
  private final RuleContext names;
  private final EntryBalances entries;

  /** A check of ledgers of the given network. */
  public BalanceConservation(Network network) {
    this.names = new RuleContext(network);
    this.entries = new EntryBalances(names);
  }

  /**
   * The balances over which events and entries differ, in the ledger's order; none when all is
   * well.
   *
   * @param ledger the ledger
   * @param events its events, however they were told
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when entry changes cannot be read
   */
  public List<BalanceDifference> differences(LedgerView ledger, LedgerEvents events) {
    try {
      return differences(ledger.transactions(), events);
    } finally {
      names.leave();
    }
  }

  private List<BalanceDifference> differences(
      List<LedgerTransaction> transactions, LedgerEvents events) {
    List<BalanceSheet> sheets = new ArrayList<>(transactions.size());
    for (LedgerTransaction transaction : transactions) {
      sheets.add(entriesOf(transaction));
    }
    for (TokenEvent event : events.events()) {
      // An asset's event may be of any holder; another token's balances are its contract's affair.
      if (event.asset() != null) {
        add(event, sheets.get(event.transaction().index() - 1));
      }
    }
    List<BalanceDifference> differences = new ArrayList<>();
    for (int i = 0; i < sheets.size(); i++) {
      differences.addAll(sheets.get(i).differences(transactions.get(i)));
    }
    return differences;
  }

  private BalanceSheet entriesOf(LedgerTransaction transaction) {
    BalanceSheet sheet = new BalanceSheet();
    try {
      entries.add(transaction.feeChanges(), sheet);
      entries.add(transaction.changesBefore(), sheet);
      for (LedgerOperation operation : transaction.operations()) {
        entries.add(operation.changes(), sheet);
      }
      entries.add(transaction.changesAfter(), sheet);
      entries.add(transaction.postApplyFeeChanges(), sheet);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw ExtractionException.in(transaction, e.getMessage(), e);
    }
    return sheet;
  }

  private void add(TokenEvent event, BalanceSheet sheet) {
    BigInteger amount = event.amount().toBigInteger();
    if (event.from() != null) {
      sheet.addEvent(holder(event.from()), event.asset(), amount.negate());
    }
    if (event.to() != null) {
      sheet.addEvent(holder(event.to()), event.asset(), amount);
    }
  }

  /** Whose balance it is: a multiplexed account has none of its own. */
  private Address holder(Address address) {
    return address.kind() == StrKey.Kind.MUXED_ACCOUNT
        ? names.account(AccountRef.of(keyOf(address)))
        : address;
  }

  private static OpaqueView keyOf(Address muxedAccount) {
    byte[] payload = StrKey.decode(muxedAccount.toString()).payload();
    return OpaqueView.fixed(payload, 0, AccountRef.KEY_SIZE);
  }
}
