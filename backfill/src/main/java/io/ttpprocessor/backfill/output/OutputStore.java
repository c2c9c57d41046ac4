package io.ttpprocessor.backfill.output;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Files by key, to be written. Keys are relative to the store's root and use {@code /}. Several
 * threads may use one; a file is written by one of them.
 */
public interface OutputStore extends AutoCloseable {
  /**
   * Begins a file, which is not seen before it is committed; then it takes the place of one of the
   * same key.
   */
  OutputFileStream create(String key) throws IOException;

  /** A file's content; empty when there is none. For small ones. */
  Optional<byte[]> read(String key) throws IOException;

  /**
   * Files whose keys begin with {@code folder}, which ends with {@code /}, in the order of their
   * keys; at any depth. Whatever was committed or removed before is seen.
   */
  List<StoredFile> list(String folder) throws IOException;

  /** Removes a file; nothing happens where there is none. */
  void delete(String key) throws IOException;

  /** The store as messages name it; without credentials. */
  String description();

  /** A file as messages name it. */
  default String description(String key) {
    String place = description();
    return place.endsWith("/") ? place + key : place + "/" + key;
  }

  @Override
  void close();
}
