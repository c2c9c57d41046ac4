package io.ttpprocessor.extract.event;

/**
 * An event that has the name of a token's event but is not one.
 *
 * @param transaction the transaction that emitted it
 * @param operationIndex index of the operation in its transaction, from 1; 0 for an event of the
 *     transaction as a whole
 * @param contract the contract that emitted it; null where the event names none
 * @param kind what its first topic calls it
 * @param reason why it is not one
 */
public record SkippedEvent(
    TransactionRef transaction,
    int operationIndex,
    Address contract,
    EventKind kind,
    SkipReason reason) {}
