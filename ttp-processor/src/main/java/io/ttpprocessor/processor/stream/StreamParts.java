package io.ttpprocessor.processor.stream;

import io.ttpprocessor.processor.pipeline.ExtractionWorkers;
import io.ttpprocessor.processor.source.SourceClient;

/**
 * What all subscriptions share.
 *
 * @param source where ledgers come from
 * @param workers who extracts them
 * @param inFlight how much of them is held
 * @param outbound how much is held of what is sent
 * @param metrics what has been done
 */
public record StreamParts(
    SourceClient source,
    ExtractionWorkers workers,
    InFlightBytes inFlight,
    OutboundBytes outbound,
    StreamMetrics metrics) {
  /** Ledgers that one subscription may hold: one in work and one in wait for each worker. */
  int maximumLedgersPerStream() {
    return 2 * workers.count() + 1;
  }
}
