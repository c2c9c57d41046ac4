/**
 * The processor as a process: its command line, its settings, and how its parts are put together.
 *
 * <p>Before it comes a source of raw ledgers ({@code RawLedgerService}); after it come clients of
 * {@code EventService} and {@code LedgerEventService}. A ledger's way through it: {@code source}
 * receives it, {@code pipeline} has it extracted, {@code event} turns the events into messages,
 * {@code stream} sends them. {@code input} and {@code command} do the same with files.
 */
package io.ttpprocessor.processor;
