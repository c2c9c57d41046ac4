package io.ttpprocessor.datalake.store;

import java.io.IOException;

/** An object has more bytes than its reader allows. */
public final class ObjectTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long size;

  /** Names the object, its size and the limit, both in bytes. */
  public ObjectTooLargeException(String key, long size, long maxBytes) {
    super(String.format("%s has %d bytes, more than the %d allowed", key, size, maxBytes));
    this.size = size;
  }

  /** Its bytes as the store states them, or as many as were read before it was given up. */
  public long size() {
    return size;
  }
}
