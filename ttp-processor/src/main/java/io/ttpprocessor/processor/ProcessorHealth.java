package io.ttpprocessor.processor;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.kit.observe.Outage;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import io.ttpprocessor.processor.pipeline.ExtractionOptions;
import io.ttpprocessor.processor.source.SourceMonitor;
import io.ttpprocessor.processor.stream.LedgerFeed;
import io.ttpprocessor.processor.stream.StreamMetrics;
import io.ttpprocessor.processor.stream.StreamParts;
import io.ttpprocessor.processor.stream.Subscriptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The health page: the original's figures under the original's names, and some more.
 *
 * <p>Unhealthy while a source is of another network, once no source has served for {@link
 * Outage#LIMIT}, and while live streams that had caught up are further behind than MAX_LAG_LEDGERS.
 * Degraded while no source serves or one refuses a subscriber's stream, while live streams catch up
 * or hear of no ledger, and for five minutes after a stream has failed ({@link
 * StreamMetrics#streamsFailed}); a request that cannot be met is no such failure.
 */
final class ProcessorHealth implements HealthReport {
  private final StreamParts parts;
  private final SourceMonitor monitor;
  private final Subscriptions subscriptions;
  private final LedgerFeed feed;

  /** A report on these parts. */
  ProcessorHealth(
      StreamParts parts, SourceMonitor monitor, Subscriptions subscriptions, LedgerFeed feed) {
    this.parts = parts;
    this.feed = feed;
    this.monitor = monitor;
    this.subscriptions = subscriptions;
  }

  @Override
  public Health snapshot() {
    StreamMetrics metrics = parts.metrics();
    boolean reachable = monitor.isReachable();
    int waiting = subscriptions.waitingForSource();
    Map<String, Object> figures = new LinkedHashMap<>();
    HealthStatus status = status(figures, waiting);
    figures.put("success_count", metrics.ledgersDelivered());
    figures.put("error_count", metrics.streamsFailed());
    figures.put("total_processed", metrics.ledgersDelivered() + metrics.streamsFailed());
    figures.put("total_events_emitted", metrics.eventsDelivered());
    figures.put("last_processed_ledger", metrics.lastLedger());
    metrics.tip().addTo(figures);
    figures.put("processing_latency", DurationText.of(metrics.lastNanoseconds()));
    addExtraction(figures);
    figures.put("streams_failed", metrics.failuresByCode());
    figures.put("requests_refused", metrics.refusalsByCode());
    figures.put("subscribers_cut_off", metrics.cutOffs());
    figures.put("subscribers", subscriptions.count());
    figures.put("subscribers_waiting_for_source", waiting);
    figures.putAll(feed.figures());
    figures.put("bytes_in_flight", parts.inFlight().held());
    figures.put("bytes_outbound", parts.outbound().held());
    figures.put("source", parts.source().text());
    figures.put("source_reachable", reachable);
    figures.put("overlap_ledgers_compared", parts.source().overlap().compared());
    figures.put("overlap_ledgers_not_comparable", parts.source().overlap().notComparable());
    metrics.lastError().addTo(figures);
    return new Health(status, figures);
  }

  /** How it is; the reason, if there is one, comes first among the figures. */
  private HealthStatus status(Map<String, Object> figures, int waiting) {
    StreamMetrics metrics = parts.metrics();
    Optional<String> wrongNetwork = monitor.wrongNetwork();
    if (wrongNetwork.isPresent()) {
      figures.put("reason", wrongNetwork.get());
      return HealthStatus.UNHEALTHY;
    }
    String lag = metrics.tip().problem();
    if (!lag.isEmpty()) {
      figures.put("reason", lag);
      return HealthStatus.UNHEALTHY;
    }
    if (!monitor.isReachable()) {
      long seconds = monitor.outage().length().toSeconds();
      figures.put("reason", "no source has served for " + seconds + " s");
      return monitor.outage().isLong() ? HealthStatus.UNHEALTHY : HealthStatus.DEGRADED;
    }
    String trouble =
        waiting > 0
            ? waiting + " streams wait for a source"
            : metrics.tip().isCatchingUp()
                ? "live streams are catching up"
                : metrics.tip().isSilent()
                    ? "no live ledger has come for a minute"
                    : metrics.lastError().recent().orElse("");
    if (!trouble.isEmpty()) {
      figures.put("reason", trouble);
    }
    return trouble.isEmpty() ? HealthStatus.HEALTHY : HealthStatus.DEGRADED;
  }

  private void addExtraction(Map<String, Object> figures) {
    ExtractionOptions options = parts.workers().options();
    ExtractionMetrics extraction = parts.workers().metrics();
    figures.put("events_mode", options.mode().text());
    figures.put("ledger_checks", options.checks().text());
    figures.put("ledgers_extracted", extraction.ledgers());
    figures.put("skipped_events", extraction.skippedEvents());
    figures.put("cross_checked_ledgers", extraction.comparedLedgers());
    figures.put("not_comparable_ledgers", extraction.notComparableLedgers());
    figures.put("first_not_comparable", extraction.firstObstacle());
    figures.put("event_differences", extraction.eventDifferences());
    figures.put("first_event_difference", extraction.firstEventDifference());
    figures.put("ledgers_verified", extraction.ledgersVerified());
    figures.put("ledgers_unbalanced", extraction.ledgersUnbalanced());
    figures.put("first_balance_difference", extraction.firstBalanceDifference());
  }
}
