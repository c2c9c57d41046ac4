package io.ttpprocessor.xdr.codegen.model;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which types a value of a type can hold, at any depth. */
final class Reachability {
  private final Map<String, NamedType> types;

  Reachability(Map<String, NamedType> types) {
    this.types = types;
  }

  /** Names of all types that can hold a value of their own type. */
  Set<String> recursive() {
    return namesWhere(name -> reachable(name).contains(name));
  }

  /** Names of all types that can hold a value of one of the given types. */
  Set<String> leadingTo(Set<String> targets) {
    return namesWhere(name -> !Collections.disjoint(reachable(name), targets));
  }

  private Set<String> namesWhere(Predicate<String> condition) {
    return types.keySet().stream().filter(condition).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> reachable(String start) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      types
          .get(open.remove())
          .fieldTypes()
          .flatMap(type -> named(type).stream())
          .filter(seen::add)
          .forEach(open::add);
    }
    return seen;
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
