package io.ttpprocessor.xdr.codegen.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the types that can hold themselves. */
final class Recursion {
  private final Map<String, NamedType> types;

  Recursion(Map<String, NamedType> types) {
    this.types = types;
  }

  /** Names of all types from which a walk over fields leads back to themselves. */
  Set<String> find() {
    Set<String> recursive = new TreeSet<>();
    for (String name : types.keySet()) {
      if (reachable(name).contains(name)) {
        recursive.add(name);
      }
    }
    return recursive;
  }

  private Set<String> reachable(String start) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      fieldTypes(types.get(open.remove()))
          .flatMap(type -> named(type).stream())
          .filter(seen::add)
          .forEach(open::add);
    }
    return seen;
  }

  private static Stream<Type> fieldTypes(NamedType type) {
    if (type instanceof NamedType.Struct struct) {
      return struct.fields().stream().map(NamedType.Field::type);
    }
    if (type instanceof NamedType.Union union) {
      return Stream.concat(union.arms().stream(), union.fallback().stream())
          .flatMap(arm -> arm.field().stream())
          .map(NamedType.Field::type);
    }
    return Stream.empty();
  }

  private static Optional<String> named(Type type) {
    if (type instanceof Type.Array array) {
      return named(array.element());
    }
    if (type instanceof Type.Optional optional) {
      return named(optional.element());
    }
    return type instanceof Type.Reference reference
        ? Optional.of(reference.name())
        : Optional.empty();
  }
}
