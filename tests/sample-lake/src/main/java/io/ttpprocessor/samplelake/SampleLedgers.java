package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.List;
import org.stellar.sdk.xdr.LedgerCloseMeta;

/**
 * An endless chain of ledgers, the same for the same seed, passphrase, first sequence and size. It
 * is not thread-safe.
 */
public final class SampleLedgers {
  private final World world;
  private final TransactionPlanner planner;
  private final TransactionExecutor executor;
  private final TransactionAssembler transactionAssembler;
  private final LedgerAssembler ledgerAssembler;
  private final int transactionsPerLedger;
  private long nextSequence;

  /**
   * @param seed what everything is drawn from
   * @param networkPassphrase the passphrase that transaction hashes and asset contracts depend on
   * @param firstSequence the first ledger's sequence
   * @param transactionsPerLedger how many transactions each ledger has; 0 makes empty ledgers
   */
  public SampleLedgers(
      long seed, String networkPassphrase, long firstSequence, int transactionsPerLedger) {
    Dice dice = new Dice(seed);
    this.world = new World(dice, networkPassphrase);
    this.planner = new TransactionPlanner(world, dice);
    this.executor = new TransactionExecutor(world, dice);
    this.transactionAssembler = new TransactionAssembler(world, dice);
    this.ledgerAssembler = new LedgerAssembler(world, dice);
    this.nextSequence = firstSequence;
    this.transactionsPerLedger = transactionsPerLedger;
  }

  /** Makes the next ledger. */
  public SampleLedger next() {
    long sequence = nextSequence;
    nextSequence++;
    List<TransactionDraft> drafts = planner.plan(sequence, transactionsPerLedger);
    drafts.forEach(executor::charge);
    List<TransactionAssembler.Assembled> assembled = new ArrayList<>();
    EventTally tally = new EventTally();
    int failed = 0;
    int operations = 0;
    for (TransactionDraft draft : drafts) {
      executor.apply(draft);
      assembled.add(transactionAssembler.assemble(draft));
      tally.addAll(draft.tally());
      failed += draft.fate() == TransactionDraft.Fate.SUCCESS ? 0 : 1;
      operations += draft.operations().size();
    }
    LedgerCloseMeta meta = ledgerAssembler.assemble(sequence, assembled);
    return new SampleLedger(
        sequence, meta, new SampleLedger.Size(drafts.size(), failed, operations), tally);
  }
}
