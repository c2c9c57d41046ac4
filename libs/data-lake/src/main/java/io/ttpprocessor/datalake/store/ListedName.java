package io.ttpprocessor.datalake.store;

import java.util.Comparator;

/**
 * What a listing tells of an object, or of a folder.
 *
 * @param name a folder's ends with {@code /}
 * @param size the object's in bytes; -1 of a folder, and where the object has just vanished
 */
public record ListedName(String name, long size) {
  static final long NO_SIZE = -1;
  static final Comparator<ListedName> ORDER = Comparator.comparing(ListedName::name);
}
