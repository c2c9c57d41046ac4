package io.ttpprocessor.xdr.codegen.model;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.parser.Definition;
import io.ttpprocessor.xdr.codegen.parser.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code case} values of one union and sees that each is possible and occurs once. */
final class UnionCases {
  private static final Map<String, Integer> BOOLEANS = Map.of("FALSE", 0, "TRUE", 1);

  private final Definition.Union union;
  private final Type discriminant;
  private final Constants constants;
  private final TypeResolver types;
  private final Set<Integer> seen = new HashSet<>();

  UnionCases(Definition.Union union, Type discriminant, Constants constants, TypeResolver types) {
    this.union = union;
    this.discriminant = discriminant;
    this.constants = constants;
    this.types = types;
    boolean integer =
        discriminant == Type.Primitive.INT || discriminant == Type.Primitive.UNSIGNED_INT;
    if (!integer && discriminant != Type.Primitive.BOOL && enumeration() == null) {
      throw new SchemaException(
          union.discriminant().position(),
          "union " + union.name() + " switches on neither int, unsigned int, bool nor an enum");
    }
  }

  List<NamedType.Case> of(Definition.Arm arm) {
    List<NamedType.Case> cases = new ArrayList<>();
    for (Value value : arm.cases()) {
      int number = numberOf(value);
      if (!seen.add(number)) {
        throw new SchemaException(
            value.position(), "union " + union.name() + " has two arms for " + value.text());
      }
      cases.add(new NamedType.Case(value.text(), number));
    }
    return List.copyOf(cases);
  }

  private int numberOf(Value value) {
    if (discriminant == Type.Primitive.BOOL) {
      Integer number = BOOLEANS.get(value.text());
      if (number == null) {
        throw new SchemaException(value.position(), value.text() + " is neither TRUE nor FALSE");
      }
      return number;
    }
    Definition.Enumeration enumeration = enumeration();
    if (enumeration != null
        && enumeration.constants().stream().noneMatch(c -> c.name().equals(value.text()))) {
      throw new SchemaException(
          value.position(), value.text() + " is no constant of " + enumeration.name());
    }
    return constants.intOf(value);
  }

  private Definition.Enumeration enumeration() {
    return discriminant instanceof Type.Reference reference
            && types.definition(reference.name()) instanceof Definition.Enumeration enumeration
        ? enumeration
        : null;
  }
}
