package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Objects by key, as in S3, GCS or a folder. Keys are relative to the store's root and use {@code
 * /}. Thread-safe. An IOException means that the store could not be asked, never that an object is
 * not there; where asking again may not help it is a {@link StoreException} that says so. Each call
 * makes one try: when to try again is the caller's business.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * An object, whole; empty when there is none.
   *
   * @param maxBytes at most {@link Integer#MAX_VALUE} less a few
   * @throws ObjectTooLargeException when it has more than {@code maxBytes} bytes
   */
  Optional<StoredObject> get(String key, long maxBytes) throws IOException;

  /** Whether there is such an object; its content is not fetched. */
  boolean exists(String key) throws IOException;

  /** Whether {@link #list} works: a plain HTTP server's objects cannot be listed. */
  boolean canList();

  /**
   * The first {@code limit} names directly in a folder, in the order of their UTF-8 bytes, that
   * come after {@code after}; a folder's own name ends with {@code /}.
   *
   * @param folder empty for the root, otherwise ending with {@code /}
   * @param after a name, or empty for the first ones
   * @throws UnsupportedOperationException when it cannot list
   */
  default List<String> list(String folder, String after, int limit) throws IOException {
    return listing(folder, after, limit).stream().map(ListedName::name).toList();
  }

  /** As {@link #list}, with the objects' sizes. */
  List<ListedName> listing(String folder, String after, int limit) throws IOException;

  /** The store as messages name it; without credentials. */
  String description();

  /**
   * How the store is entered, for people: with which credentials, never what they are.
   *
   * @throws IOException when the credentials cannot be had
   */
  String access() throws IOException;

  @Override
  void close();
}
