package io.ttpprocessor.backfill.output;

/**
 * A file that is in its place.
 *
 * @param key its key
 * @param size how many bytes it has
 */
public record StoredFile(String key, long size) {}
