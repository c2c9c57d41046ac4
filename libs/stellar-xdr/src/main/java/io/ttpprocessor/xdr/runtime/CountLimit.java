package io.ttpprocessor.xdr.runtime;

/**
 * What bounds the count of an array or the length of opaque bytes.
 *
 * @param field the field's name in errors: {@code Type.field}
 * @param maximum the schema's maximum, inclusive; 2^32-1 where it names none
 * @param elementSize the least number of bytes of an element; above 0
 */
public record CountLimit(String field, long maximum, int elementSize) {}
