package io.ttpprocessor.xdr.codegen.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A type that becomes a Java class of its own. */
public sealed interface NamedType {

  /** The name in the schema. */
  String name();

  /** Types of the fields, a union's arms and no discriminant; none of an enum. */
  Stream<Type> fieldTypes();

  /** An enum with its constants in the schema's order. */
  record Enumeration(String name, List<Constant> constants) implements NamedType {
    @Override
    public Stream<Type> fieldTypes() {
      return Stream.empty();
    }
  }

  /** One constant of an enum. */
  record Constant(String name, int value) {}

  /**
   * A struct.
   *
   * @param alias whether this stands for a typedef of an array or of an optional that is itself an
   *     element of an array; its only field is what the typedef declares, so that both have the
   *     same form on the wire
   */
  record Struct(String name, List<Field> fields, boolean alias) implements NamedType {
    @Override
    public Stream<Type> fieldTypes() {
      return fields.stream().map(Field::type);
    }
  }

  /**
   * A union.
   *
   * @param discriminant of type int, unsigned int, bool or an enum
   * @param fallback the arm of all values that no other arm lists; without cases
   */
  record Union(String name, Field discriminant, List<Arm> arms, Optional<Arm> fallback)
      implements NamedType {
    @Override
    public Stream<Type> fieldTypes() {
      return Stream.concat(arms.stream(), fallback.stream())
          .flatMap(arm -> arm.field().stream())
          .map(Field::type);
    }
  }

  /**
   * What a union holds under some values of its discriminant.
   *
   * @param field absent for {@code void}
   */
  record Arm(List<Case> cases, Optional<Field> field) {}

  /** A discriminant's value, and how the schema writes it. */
  record Case(String label, int value) {}

  /**
   * A field of a struct, or a union's arm or discriminant.
   *
   * @param declaration as in the schema, for documentation
   */
  record Field(String name, Type type, String declaration) {}
}
