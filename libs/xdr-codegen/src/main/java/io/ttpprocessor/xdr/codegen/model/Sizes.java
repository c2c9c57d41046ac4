package io.ttpprocessor.xdr.codegen.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Sizes on the wire, in bytes; a size above {@link #LARGEST} counts as endless. */
final class Sizes {
  /** No Java array is longer than this, so no value can be. */
  static final long LARGEST = Integer.MAX_VALUE - 8;

  private final Map<String, NamedType> types;
  private final Map<String, Long> minimums = new HashMap<>();
  private final Map<String, OptionalInt> fixed = new HashMap<>();

  Sizes(Map<String, NamedType> types) {
    this.types = types;
    computeMinimums();
  }

  /** Whether every value of the type would be longer than any array, as with endless recursion. */
  boolean isEndless(String name) {
    return minimums.get(name) > LARGEST;
  }

  int minimum(Type type) {
    return Math.toIntExact(minimumOf(type));
  }

  OptionalInt fixed(Type type) {
    if (type instanceof Type.Primitive primitive) {
      return OptionalInt.of(primitive.size());
    }
    if (type instanceof Type.Opaque opaque) {
      return opaque.fixed() ? OptionalInt.of(minimum(type)) : OptionalInt.empty();
    }
    if (type instanceof Type.Array array) {
      return array.fixed() && fixed(array.element()).isPresent()
          ? OptionalInt.of(minimum(type))
          : OptionalInt.empty();
    }
    return type instanceof Type.Reference reference
        ? fixedNamed(reference.name())
        : OptionalInt.empty();
  }

  boolean isUnrestricted(Type type) {
    if (fixed(type).isEmpty()) {
      return false;
    }
    if (type instanceof Type.Primitive primitive) {
      return primitive != Type.Primitive.BOOL;
    }
    if (type instanceof Type.Opaque opaque) {
      return opaque.length() % 4 == 0;
    }
    if (type instanceof Type.Array array) {
      return isUnrestricted(array.element());
    }
    return type instanceof Type.Reference reference
        && types.get(reference.name()) instanceof NamedType.Struct struct
        && struct.fields().stream().allMatch(field -> isUnrestricted(field.type()));
  }

  /** Shrinks from endless to the least sizes that agree with each other. */
  private void computeMinimums() {
    types.keySet().forEach(name -> minimums.put(name, LARGEST + 1));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (NamedType type : types.values()) {
        long minimum = Math.min(LARGEST + 1, minimumNamed(type));
        changed |= minimums.put(type.name(), minimum) != minimum;
      }
    }
  }

  private long minimumNamed(NamedType type) {
    if (type instanceof NamedType.Struct struct) {
      return struct.fields().stream().mapToLong(field -> minimumOf(field.type())).sum();
    }
    if (type instanceof NamedType.Union union) {
      return 4 + arms(union).mapToLong(this::minimumOf).min().orElse(0);
    }
    return 4;
  }

  private long minimumOf(Type type) {
    if (type instanceof Type.Primitive primitive) {
      return primitive.size();
    }
    if (type instanceof Type.Opaque opaque) {
      return opaque.fixed() ? (opaque.length() + 3) / 4 * 4 : 4;
    }
    if (type instanceof Type.Array array) {
      return array.fixed() ? Math.min(LARGEST + 1, array.length() * minimumOf(array.element())) : 4;
    }
    return type instanceof Type.Reference reference ? minimums.get(reference.name()) : 4;
  }

  private long minimumOf(NamedType.Arm arm) {
    return arm.field().map(field -> minimumOf(field.type())).orElse(0L);
  }

  private OptionalInt fixedNamed(String name) {
    OptionalInt known = fixed.get(name);
    if (known != null) {
      return known;
    }
    // A type met again inside itself varies in size.
    fixed.put(name, OptionalInt.empty());
    OptionalInt size = computeFixed(types.get(name));
    fixed.put(name, size);
    return size;
  }

  private OptionalInt computeFixed(NamedType type) {
    if (type instanceof NamedType.Struct struct) {
      boolean constant =
          struct.fields().stream().allMatch(field -> fixed(field.type()).isPresent());
      return constant
          ? OptionalInt.of(Math.toIntExact(minimums.get(type.name())))
          : OptionalInt.empty();
    }
    if (type instanceof NamedType.Union union) {
      List<OptionalInt> sizes = arms(union).map(this::fixedArm).distinct().toList();
      return sizes.size() == 1 && sizes.get(0).isPresent()
          ? OptionalInt.of(4 + sizes.get(0).getAsInt())
          : OptionalInt.empty();
    }
    return OptionalInt.of(4);
  }

  private OptionalInt fixedArm(NamedType.Arm arm) {
    return arm.field().map(field -> fixed(field.type())).orElse(OptionalInt.of(0));
  }

  private static Stream<NamedType.Arm> arms(NamedType.Union union) {
    return Stream.concat(union.arms().stream(), union.fallback().stream());
  }
}
