package io.ttpprocessor.datalake.store;

import java.util.Comparator;

/**
 * What a listing tells of an object, or of a folder.
 *
 * @param name a folder's ends with {@code /}
 * @param size the object's in bytes; -1 of a folder, where the object has just vanished, and where
 *     the store does not tell
 */
public record ListedName(String name, long size) {
  static final long NO_SIZE = -1;
  static final Comparator<ListedName> ORDER = Comparator.comparing(ListedName::name);

  /** Of what a store may leave unsaid: {@code size} is null then. */
  static ListedName of(String name, Long size) {
    return new ListedName(name, size == null ? NO_SIZE : size);
  }
}
