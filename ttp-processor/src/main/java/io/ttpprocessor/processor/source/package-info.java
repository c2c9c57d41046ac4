/**
 * The processor's side of the connection to its source of raw ledgers.
 *
 * <p>Before it: any server of {@code RawLedgerService}, also one of the original pipeline, which
 * knows neither the end of a range nor its latest ledger; or a lake that this process reads by
 * {@code io.ttpprocessor.datalake}. After it: {@code io.ttpprocessor.processor.stream}, which sees
 * ledgers in sequence and never a broken connection.
 */
package io.ttpprocessor.processor.source;
