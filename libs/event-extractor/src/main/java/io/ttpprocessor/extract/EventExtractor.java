package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.rules.FeeRule;
import io.ttpprocessor.extract.rules.OperationRules;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.TransactionHasher;
import java.util.List;

/**
 * Tells the token-transfer events of ledgers: derived from fees, operations, results and entry
 * changes, as the reference extractor ({@code processors/token_transfer} of the Go SDK) does.
 *
 * <p>It remembers the addresses and assets that it has met, within bounds. Not thread-safe: one for
 * each worker.
 */
public final class EventExtractor {
  /** Raised whenever the rules come to tell other events of the same ledger. */
  public static final int RULES_VERSION = 1;

  private final Network network;
  private final TransactionHasher hasher;
  private final RuleContext context;

  /** An extractor for ledgers of the given network. */
  public EventExtractor(Network network) {
    this.network = network;
    this.hasher = new TransactionHasher(network);
    this.context = new RuleContext(network);
  }

  /**
   * The events of one ledger.
   *
   * @param ledgerCloseMeta XDR of a LedgerCloseMeta; not modified, and not kept
   * @throws io.ttpprocessor.xdr.runtime.XdrException when the bytes are not what the schema says
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when an operation or a fee cannot be read
   */
  public LedgerEvents extract(byte[] ledgerCloseMeta) {
    return extract(LedgerView.parse(ledgerCloseMeta, network));
  }

  /**
   * The events of one ledger, which must be of this extractor's network.
   *
   * @throws io.ttpprocessor.ledger.LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when an operation or a fee cannot be read
   */
  public LedgerEvents extract(LedgerView ledger) {
    context.enter(ledger);
    for (LedgerTransaction transaction : ledger.transactions(hasher)) {
      extract(transaction);
    }
    return new LedgerEvents(
        ledger.sequence(),
        ledger.hash().copy(),
        ledger.previousHash().copy(),
        ledger.closeTimeSeconds(),
        ledger.protocolVersion(),
        context.events());
  }

  private void extract(LedgerTransaction transaction) {
    context.enter(transaction);
    try {
      FeeRule.charge(transaction, context);
      if (transaction.successful()) {
        List<LedgerOperation> operations = transaction.operations();
        for (int i = 0; i < operations.size(); i++) {
          extract(operations.get(i));
        }
      }
      FeeRule.refund(transaction, context);
    } catch (IllegalStateException e) {
      throw ExtractionException.in(transaction, e.getMessage(), e);
    }
  }

  private void extract(LedgerOperation operation) {
    context.enter(operation);
    try {
      OperationRules.apply(operation, context);
    } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
      throw ExtractionException.in(operation, e.getMessage(), e);
    }
  }
}
