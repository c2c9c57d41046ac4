/**
 * Ledgers extracted several at a time, and out in the order in which they came in.
 *
 * <p>Before it: {@code io.ttpprocessor.processor.source}, ledgers as bytes in sequence. After it:
 * {@code io.ttpprocessor.processor.stream}, which sends each ledger's messages.
 */
package io.ttpprocessor.processor.pipeline;
