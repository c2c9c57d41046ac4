package io.ttpprocessor.encode;

/**
 * A protobuf message that is serialized already.
 *
 * @param bytes holds the message, perhaps among others; nobody is to modify it
 * @param offset the message's first byte
 * @param length its length in bytes
 */
public record EncodedMessage(byte[] bytes, int offset, int length) {}
