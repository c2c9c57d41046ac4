package io.ttpprocessor.processor.pipeline;

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
  private final AtomicReference<BalanceDifference> first = new AtomicReference<>();

  /** Takes the differences of one ledger, none when all is well. */
  void add(List<BalanceDifference> differences) {
    verified.increment();
    if (!differences.isEmpty()) {
      unbalanced.increment();
      first.compareAndSet(null, differences.get(0));
      log.warn("{} balances differ, the first: {}", differences.size(), differences.get(0));
    }
  }

  /** Ledgers whose events have been verified. */
  public long ledgersVerified() {
    return verified.sum();
  }

  /** Ledgers among them with a difference. */
  public long ledgersUnbalanced() {
    return unbalanced.sum();
  }

  /** The difference that was found first; empty while there is none. */
  public String firstDifference() {
    BalanceDifference difference = first.get();
    return difference == null ? "" : difference.toString();
  }
}
