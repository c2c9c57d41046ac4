/**
 * Flink's source of a backfill: the ranges to be loaded, handed out one by one as workers ask.
 *
 * <p>Before it: {@code io.ttpprocessor.backfill.range}, which plans them. After it: {@code
 * io.ttpprocessor.backfill.job}.
 */
package io.ttpprocessor.backfill.source;
