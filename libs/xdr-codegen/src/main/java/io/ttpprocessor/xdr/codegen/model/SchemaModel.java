package io.ttpprocessor.xdr.codegen.model;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A whole schema, resolved: every type that gets a class, and what is known of sizes.
 *
 * <p>All sizes are in bytes on the wire, padding included.
 */
public final class SchemaModel {
  /** What follows an observed type's name where its arrays are meant. */
  static final String ARRAY = "<>";

  private final Map<String, NamedType> types;
  private final Sizes sizes;
  private final Set<String> recursive;
  private final Set<String> observed;
  private final Set<String> leadingToObserved;

  /**
   * @param types by name, in the schema's order
   * @param observed names of types whose values a check tells of, with {@link #ARRAY} after them
   *     where arrays are meant
   */
  SchemaModel(Map<String, NamedType> types, Sizes sizes, Set<String> observed) {
    this.types = types;
    this.sizes = sizes;
    Reachability reachability = new Reachability(types);
    this.recursive = reachability.recursive();
    this.observed = observed;
    this.leadingToObserved = reachability.leadingTo(observed);
  }

  /** All enums, structs and unions, in the schema's order; aliases last. */
  public List<NamedType> types() {
    return List.copyOf(types.values());
  }

  /** The enum, struct or union that a reference means. */
  public NamedType type(Type.Reference reference) {
    return types.get(reference.name());
  }

  /** The type of that name; an IllegalArgumentException when there is none. */
  public NamedType type(String name) {
    NamedType type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException("the schema has no type " + name);
    }
    return type;
  }

  /** Whether the type is an enum. */
  public boolean isEnumeration(Type type) {
    return type instanceof Type.Reference reference
        && type(reference) instanceof NamedType.Enumeration;
  }

  /** No value of the type is shorter than this. */
  public int minimumSize(Type type) {
    return sizes.minimum(type);
  }

  /** The size that all values of the type have, or nothing when it varies. */
  public OptionalInt fixedSize(Type type) {
    return sizes.fixed(type);
  }

  /** Whether any bytes of the fixed size are a valid value, so that only bounds need a check. */
  public boolean isUnrestricted(Type type) {
    return sizes.isUnrestricted(type);
  }

  /** Whether a value of the type can hold another of the same type, at any depth. */
  public boolean isRecursive(NamedType type) {
    return recursive.contains(type.name());
  }

  /** Whether a check tells a listener of each value of the type. */
  public boolean isObserved(NamedType type) {
    return observed.contains(type.name());
  }

  /** Whether somebody told by checks knows where arrays of the type begin. */
  public boolean isArrayObserved(NamedType type) {
    return observed.contains(type.name() + ARRAY);
  }

  /** Whether a check of the type may have something to tell a listener. */
  public boolean takesListener(Type type) {
    return type instanceof Type.Reference reference
        && (observed.contains(reference.name()) || leadingToObserved.contains(reference.name()));
  }
}
