package io.ttpprocessor.processor;

import io.grpc.Status;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.Meters;
import io.ttpprocessor.processor.pipeline.ExtractionMetrics;
import io.ttpprocessor.processor.stream.StreamMetrics;
import java.util.Arrays;
import java.util.List;

/** What Prometheus is told of the processor. */
final class ProcessorMeters {
  private static final List<String> SKIP_REASONS =
      Arrays.stream(SkipReason.values()).map(ExtractionMetrics::name).toList();

  private static final List<String> CODES =
      Arrays.stream(Status.Code.values())
          .filter(code -> code != Status.Code.OK)
          .map(Enum::name)
          .toList();

  private ProcessorMeters() {}

  /** The meters over the health page's figures, and over each ledger that is delivered. */
  static Meters of(HealthReport report, StreamMetrics metrics, ExtractionMetrics extraction) {
    Meters meters =
        new Meters(report)
            .gauge("ttp.processor.last.ledger", "Ledger delivered last", "last_processed_ledger")
            .gauge("ttp.processor.latest.ledger", "Newest that the source told of", "latest_ledger")
            .gauge("ttp.processor.lag.ledgers", "Live ledgers behind the newest", "lag_ledgers")
            .gauge("ttp.processor.lag.seconds", "Since the last live one closed", "lag_seconds")
            .counter("ttp.processor.ledgers", "Ledgers delivered, by stream", "success_count")
            .counter("ttp.processor.events", "Their token transfers", "total_events_emitted")
            .counter("ttp.processor.ledgers.extracted", "Ledgers extracted", "ledgers_extracted")
            .counters(
                "ttp.processor.streams.failed", "Streams failed", "streams_failed", "code", CODES)
            .counters(
                "ttp.processor.requests.refused",
                "Requests that could not be met as they were put",
                "requests_refused",
                "code",
                CODES)
            .counter(
                "ttp.processor.subscribers.cut.off",
                "Streams ended because their client took nothing",
                "subscribers_cut_off")
            .gauge("ttp.processor.subscribers", "Streams being served", "subscribers")
            .gauge("ttp.processor.subscribers.live", "Of them at the tip", "live_subscribers")
            .gauge(
                "ttp.processor.subscribers.waiting",
                "Of them without a source",
                "subscribers_waiting_for_source")
            .gauge("ttp.processor.inflight.bytes", "Raw ledgers held", "bytes_in_flight")
            .gauge("ttp.processor.outbound.bytes", "Held by the transport", "bytes_outbound")
            .gauge("ttp.processor.ring.bytes", "Newest ledgers kept", "live_ring_bytes")
            .gauge("ttp.processor.source.reachable", "1 if any source is", "source_reachable")
            .counters(
                "ttp.processor.events.skipped",
                "Events with a token event's name that are none",
                "skipped_events",
                "reason",
                SKIP_REASONS)
            .counter("ttp.processor.compared", "Ledgers cross-checked", "cross_checked_ledgers")
            .counter(
                "ttp.processor.not.comparable",
                "Ledgers that cross-check could not compare",
                "not_comparable_ledgers")
            .counter("ttp.processor.differences", "Found by cross-check", "event_differences")
            .counter("ttp.processor.verified", "Ledgers verified", "ledgers_verified")
            .counter("ttp.processor.unbalanced", "Ledgers found by verify", "ledgers_unbalanced");
    extraction.timeBy(meters.durations("ttp.processor.extraction", "Extraction of a ledger"));
    metrics.timeDeliveryBy(
        meters.durations(
            "ttp.processor.delivery", "From an extracted ledger to all of it sent to a stream"));
    return meters;
  }
}
