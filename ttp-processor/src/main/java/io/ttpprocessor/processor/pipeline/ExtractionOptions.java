package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.ledger.Network;

/**
 * How ledgers are extracted.
 *
 * @param network whose ledgers they are
 * @param mode where events are read from
 * @param stopsOnDifference whether a stream ends at a ledger in which a cross-check finds a
 *     difference; otherwise the difference is counted and logged
 */
public record ExtractionOptions(Network network, EventsMode mode, boolean stopsOnDifference) {
  /** Derived events of the network's ledgers. */
  public static ExtractionOptions derived(Network network) {
    return new ExtractionOptions(network, EventsMode.DERIVED, false);
  }
}
