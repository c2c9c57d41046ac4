/**
 * The consumer: reads whole ledgers of token-transfer events from {@code ttp.v1.LedgerEventService}
 * and stores each event exactly once, or prints them for people.
 *
 * <p>Follow a ledger: {@code LedgerStream} receives it, {@code CursorChain} checks that it follows
 * the one before, {@code LedgerBatcher} hands it from the reading thread to the writing one, and
 * {@code sink} stores it. Before it there is ttp-processor, after it the table {@code
 * token_transfers}.
 */
package io.ttpprocessor.consumer;
