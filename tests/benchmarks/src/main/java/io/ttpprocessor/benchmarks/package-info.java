/**
 * How fast the steps from a ledger's bytes to a message's bytes are, and what they allocate.
 *
 * <p>Before it: the whole processor, whose steps it calls one by one. After it: nothing; the
 * figures go to {@code tests/benchmarks/README.md}, and no build fails because of one.
 */
package io.ttpprocessor.benchmarks;
