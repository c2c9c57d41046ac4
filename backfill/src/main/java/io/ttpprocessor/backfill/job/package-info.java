/**
 * The job as Flink runs it: ranges, workers that load them, and a last look at what stands.
 *
 * <p>Before it: the command line, which plans the ranges. After it: Flink, in this process or on a
 * cluster.
 */
package io.ttpprocessor.backfill.job;
