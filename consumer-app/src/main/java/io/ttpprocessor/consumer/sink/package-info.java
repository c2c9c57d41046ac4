/**
 * Whole ledgers into PostgreSQL: the rows of a batch and the cursor that covers them in one
 * transaction, guarded against a second writer and repeated until its outcome is known.
 *
 * <p>Before it, {@code io.ttpprocessor.consumer} has checked that the ledgers follow each other;
 * after it there is the table {@code token_transfers}.
 */
package io.ttpprocessor.consumer.sink;
