/**
 * The unit of a backfill, a range of ledgers: which ranges there are to do, and how one is read
 * from the lake, extracted and put into a sink. Knows neither the engine that runs it nor any sink.
 *
 * <p>Before it: {@code io.ttpprocessor.datalake} and {@code io.ttpprocessor.extract}. After it: the
 * sinks, such as {@code io.ttpprocessor.backfill.parquet}.
 */
package io.ttpprocessor.backfill.range;
