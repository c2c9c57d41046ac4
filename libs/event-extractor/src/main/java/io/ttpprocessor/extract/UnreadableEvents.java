package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.TransactionRef;

/**
 * Events that the network told of an operation, or fees of a transaction, and that cannot be read.
 *
 * @param transaction the transaction
 * @param operationIndex index of the operation in its transaction, from 1; 0 for the fees
 * @param reason what is wrong with them
 */
record UnreadableEvents(TransactionRef transaction, int operationIndex, String reason) {
  /** Whether they come before the place, in the order of transactions and operations. */
  boolean areBefore(int transactionIndex, int operation) {
    return transaction.index() < transactionIndex
        || transaction.index() == transactionIndex && operationIndex < operation;
  }

  /** Whether they are of the place. */
  boolean areOf(int transactionIndex, int operation) {
    return transaction.index() == transactionIndex && operationIndex == operation;
  }
}
