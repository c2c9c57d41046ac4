package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.Network;

/**
 * How ledgers are extracted.
 *
 * @param network whose ledgers they are
 * @param mode where events are read from, and what they are held against
 * @param checks how much of each ledger is held against the network's hashes; that the ledgers of a
 *     stream are one history is checked at every level, by {@link LedgerChain}
 * @param stopsOnDifference whether a stream ends at a ledger in which a cross-check or a
 *     verification finds a difference; otherwise the difference is counted and logged
 */
public record ExtractionOptions(
    Network network, EventsMode mode, LedgerChecks checks, boolean stopsOnDifference) {}
