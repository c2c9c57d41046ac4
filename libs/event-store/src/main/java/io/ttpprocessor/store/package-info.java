/**
 * Whole ledgers into PostgreSQL: the rows of a batch and the cursor that covers them in one
 * transaction, guarded against a second writer and repeated until its outcome is known. An {@code
 * EventTable} is all that is known of one product. {@code PartitionLoader} stores ranges of history
 * beside it, {@code ComparisonSink} holds what is stored against the stream, and {@code
 * LedgerRanges} knows what is done.
 *
 * <p>Before it, {@code io.ttpprocessor.consumer} has checked that the ledgers follow each other;
 * after it there are the tables {@code token_transfers}, {@code contract_events} and {@code
 * ledger_digests}.
 */
package io.ttpprocessor.store;
