package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.verify.BalanceDifference;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of holding events against the changes of balances. Thread-safe. */
public final class BalanceReport {
  private static final Logger log = LoggerFactory.getLogger(BalanceReport.class);

  private final LongAdder verified = new LongAdder();
  private final LongAdder unbalanced = new LongAdder();
  private final AtomicReference<String> first = new AtomicReference<>("");

  /** Takes the differences of one ledger, none when all is well. */
  void add(List<BalanceDifference> differences) {
    verified.increment();
    if (!differences.isEmpty()) {
      log.warn("{} balances differ, the first: {}", differences.size(), differences.get(0));
      countUnbalanced(differences.get(0).toString());
    }
  }

  /** Takes a ledger whose changes of balances cannot be read, and why. */
  void addUnreadable(ExtractionException fault) {
    verified.increment();
    log.warn("balances cannot be verified: {}", fault.getMessage());
    countUnbalanced(fault.getMessage());
  }

  private void countUnbalanced(String difference) {
    unbalanced.increment();
    first.compareAndSet("", difference);
  }

  /** Ledgers whose events have been verified. */
  public long ledgersVerified() {
    return verified.sum();
  }

  /** Ledgers among them with a difference, or whose changes of balances cannot be read. */
  public long ledgersUnbalanced() {
    return unbalanced.sum();
  }

  /** The difference, or the reason, that was found first; empty while there is none. */
  public String firstDifference() {
    return first.get();
  }
}
