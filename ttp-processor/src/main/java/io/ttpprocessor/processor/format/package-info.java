/**
 * What a subscriber is sent of a ledger: by which service, which products, which events.
 *
 * <p>Before it: {@code io.ttpprocessor.processor.pipeline}, which hands each ledger to a format.
 * After it: {@code io.ttpprocessor.encode}, which writes the messages.
 */
package io.ttpprocessor.processor.format;
