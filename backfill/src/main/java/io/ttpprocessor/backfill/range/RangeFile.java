package io.ttpprocessor.backfill.range;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One of the files that a range is.
 *
 * @param key where it is, relative to the target's root
 * @param bytes its size
 * @param rows how many rows it has
 */
public record RangeFile(
    @JsonProperty("key") String key,
    @JsonProperty("bytes") long bytes,
    @JsonProperty("rows") long rows) {}
