/**
 * How fast a backfill is, and how that grows with its slots.
 *
 * <p>Before it: the jars of {@code backfill} and {@code ttp-processor}, and a lake. After it:
 * nothing; it prints.
 */
package io.ttpprocessor.benchmarks.backfill;
