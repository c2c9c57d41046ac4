package io.ttpprocessor.datalake.store;

import java.time.Instant;

/**
 * An object as it was fetched.
 *
 * @param bytes its content; not written to any more
 * @param lastModified when it was written, by the store's clock
 */
public record StoredObject(byte[] bytes, Instant lastModified) {}
