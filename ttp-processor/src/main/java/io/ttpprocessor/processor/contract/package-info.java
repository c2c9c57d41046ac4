/**
 * From contract events to the messages of their wire contract.
 *
 * <p>Before it: {@code io.ttpprocessor.extract.contract}, which knows no protobuf. After it:
 * whoever sends the messages.
 */
package io.ttpprocessor.processor.contract;
