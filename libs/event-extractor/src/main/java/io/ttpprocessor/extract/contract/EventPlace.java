package io.ttpprocessor.extract.contract;

import java.util.OptionalInt;

/**
 * Where in its transaction an event stands.
 *
 * @param stage the list of events
 * @param operationIndex the operation, from 0 (token-transfer events count from 1); present at the
 *     stage {@link EventStage#OPERATION} alone
 * @param eventIndex place in the list, from 0: each operation has a list, the transaction has one
 *     for the three stages of CAP-67 together, and one of diagnostic events
 */
public record EventPlace(EventStage stage, OptionalInt operationIndex, int eventIndex) {}
