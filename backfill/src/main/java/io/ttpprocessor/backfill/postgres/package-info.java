/**
 * Ranges of ledgers into the tables of the streaming pipeline's PostgreSQL, each as one partition
 * of each table, beside a live consumer.
 *
 * <p>Before it: {@code io.ttpprocessor.backfill.range}, which reads and extracts a range. After it:
 * {@code io.ttpprocessor.store}, which loads partitions and keeps what is done.
 */
package io.ttpprocessor.backfill.postgres;
