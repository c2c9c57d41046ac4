/**
 * Ranges as Parquet files, one a table and, of token transfers, kind of event, with a report beside
 * them that is written last.
 *
 * <p>Before it: {@code io.ttpprocessor.backfill.range}. After it: {@code
 * io.ttpprocessor.backfill.output}, which puts the files into their places.
 */
package io.ttpprocessor.backfill.parquet;
