/**
 * How fast a source of raw ledgers is against what gRPC itself can do: each in a process of its
 * own, one after the other in turns, over ledgers of the public network's size.
 *
 * <p>Before it: the lake source's jar. After it: the figures in this module's README.
 */
package io.ttpprocessor.benchmarks.source;
