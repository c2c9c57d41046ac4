/**
 * The processor as a whole, as its subscribers see it: many at a time, each with every ledger.
 *
 * <p>Before it: the processor's jar, started as a process of its own. After it: figures for {@code
 * tests/benchmarks/README.md}.
 */
package io.ttpprocessor.benchmarks.stream;
