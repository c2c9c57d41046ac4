/**
 * Whole ledgers into PostgreSQL: the rows of a batch and the cursor that covers them in one
 * transaction, guarded against a second writer and repeated until its outcome is known. An {@code
 * EventTable} is all that is known of one product.
 *
 * <p>Before it, {@code io.ttpprocessor.consumer} has checked that the ledgers follow each other;
 * after it there are the tables {@code token_transfers}, {@code contract_events} and {@code
 * ledger_digests}.
 */
package io.ttpprocessor.store;
