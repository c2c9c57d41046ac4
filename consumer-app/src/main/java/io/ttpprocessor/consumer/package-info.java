/**
 * The consumer: reads whole ledgers of token-transfer or contract events from {@code
 * ttp.v1.LedgerEventService} and stores each event exactly once, or prints them for people.
 *
 * <p>Follow a ledger: {@code LedgerStream} receives it, {@code CursorChain} checks that it follows
 * the one before and {@code LedgerContents} that its events are those of its digest, {@code
 * LedgerBatcher} hands it from the reading thread to the writing one, and {@code sink} stores it.
 * Each product has a {@code PipelineTask} of its own. {@code TableFill} sends missing ledgers the
 * same way into partitions of their own. Before them there is ttp-processor, after them the tables
 * {@code token_transfers} and {@code contract_events}.
 */
package io.ttpprocessor.consumer;
