package io.ttpprocessor.xdr.codegen.model;

/** What a field holds, typedefs resolved away. */
public sealed interface Type {

  /** A type of the language itself. */
  enum Primitive implements Type {
    INT(4),
    UNSIGNED_INT(4),
    HYPER(8),
    UNSIGNED_HYPER(8),
    BOOL(4);

    private final int size;

    Primitive(int size) {
      this.size = size;
    }

    /** Bytes on the wire. */
    public int size() {
      return size;
    }
  }

  /**
   * {@code opaque} or {@code string}.
   *
   * @param fixed whether there are exactly {@code length} bytes, without a length word
   * @param length the length, or the maximum, in bytes without padding; below 2^32
   */
  record Opaque(boolean fixed, long length) implements Type {}

  /**
   * An array of anything but opaque bytes.
   *
   * @param fixed whether there are exactly {@code length} elements, without a count
   * @param length the number of elements, or the maximum; below 2^32
   */
  record Array(boolean fixed, long length, Type element) implements Type {}

  /** {@code T*}: a flag, then a value if the flag is 1. */
  record Optional(Type element) implements Type {}

  /** An enum, struct or union of the schema, by its name. */
  record Reference(String name) implements Type {}
}
