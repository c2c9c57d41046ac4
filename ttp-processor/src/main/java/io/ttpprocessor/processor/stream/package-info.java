/**
 * The processor's gRPC services, and one subscription: from its request to its last message.
 *
 * <p>Before it: {@code io.ttpprocessor.processor.source} and {@code
 * io.ttpprocessor.processor.pipeline}. After it: clients, which are sent no more than they take.
 */
package io.ttpprocessor.processor.stream;
