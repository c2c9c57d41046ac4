/**
 * From the extractor's model to the messages of the wire contracts.
 *
 * <p>Before it: {@code io.ttpprocessor.extract}, which knows no protobuf. After it: whoever sends,
 * prints or measures messages.
 */
package io.ttpprocessor.encode;
