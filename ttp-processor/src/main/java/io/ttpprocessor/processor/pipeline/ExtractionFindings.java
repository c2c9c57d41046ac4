package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.verify.BalanceCheck;
import io.ttpprocessor.extract.verify.CheckedLedger;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the extraction of a stream's ledgers found beside their events. Thread-safe. */
final class ExtractionFindings {
  private static final Logger log = LoggerFactory.getLogger(ExtractionFindings.class);

  /** Of one ledger; its differences are counted all the same. */
  private static final int DIFFERENCES_LOGGED = 20;

  private final AtomicBoolean isObstacleTold = new AtomicBoolean();

  /**
   * Differences are warnings; events that anybody can emit are not, lest they flood the log. That a
   * ledger cannot be compared is a warning once in a stream: nothing was held against anything, but
   * so it is for each ledger of a source without the network's events.
   */
  void log(CheckedLedger checked) {
    LedgerEvents ledger = checked.events();
    BalanceCheck balances = checked.balances();
    if (balances != null && !balances.isBalanced()) {
      log.warn("{}; {} balances differ", balances.firstFault(), balances.differences().size());
    }
    for (SkippedEvent event : ledger.skipped()) {
      log.debug("ledger {}: skipped {}", ledger.sequence(), event);
    }
    if (ledger.crossCheck() == null) {
      return;
    }
    if (!ledger.crossCheck().isCompared()) {
      logObstacle(ledger.crossCheck().obstacle());
    }
    List<EventDifference> differences = ledger.crossCheck().differences();
    for (EventDifference difference :
        differences.subList(0, Math.min(differences.size(), DIFFERENCES_LOGGED))) {
      log.warn("ledger {}: events differ: {}", ledger.sequence(), difference);
    }
    if (differences.size() > DIFFERENCES_LOGGED) {
      log.warn("ledger {}: {} events differ in all", ledger.sequence(), differences.size());
    }
  }

  private void logObstacle(String obstacle) {
    if (isObstacleTold.compareAndSet(false, true)) {
      log.warn(
          "events cannot be compared with the network's own, the stream's later ledgers like it"
              + " are only counted: {}",
          obstacle);
    } else {
      log.debug("not comparable: {}", obstacle);
    }
  }

  /** What ends a stream at the ledger; null when nothing differs. */
  static String fault(CheckedLedger checked) {
    BalanceCheck balances = checked.balances();
    if (balances != null && !balances.isBalanced()) {
      return balances.firstFault();
    }
    LedgerEvents ledger = checked.events();
    if (ledger.crossCheck() == null || ledger.crossCheck().differences().isEmpty()) {
      return null;
    }
    List<EventDifference> differences = ledger.crossCheck().differences();
    return String.format(
        "ledger %d: %d events differ from the network's own; the first: %s",
        ledger.sequence(), differences.size(), differences.get(0));
  }
}
