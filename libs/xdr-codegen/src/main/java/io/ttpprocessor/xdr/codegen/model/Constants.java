package io.ttpprocessor.xdr.codegen.model;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import io.ttpprocessor.xdr.codegen.parser.Definition;
import io.ttpprocessor.xdr.codegen.parser.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that a schema gives names: constants and the members of enums. */
final class Constants {
  private static final long UNSIGNED_INT_MAXIMUM = 0xFFFF_FFFFL;

  private final Map<String, Long> values = new HashMap<>();

  /** Takes them in the schema's order, so that a name is known only after its definition. */
  Constants(List<Definition> definitions) {
    for (Definition definition : definitions) {
      if (definition instanceof Definition.Const constant) {
        define(constant.name(), constant.value(), constant.position());
      } else if (definition instanceof Definition.Enumeration enumeration) {
        for (Definition.Constant constant : enumeration.constants()) {
          define(constant.name(), constant.value(), constant.position());
        }
      }
    }
  }

  private void define(String name, Value value, SourcePosition position) {
    if (values.putIfAbsent(name, valueOf(value)) != null) {
      throw new SchemaException(position, "constant " + name + " is defined twice");
    }
  }

  /** The number that a literal or a name stands for. */
  long valueOf(Value value) {
    if (value.isLiteral()) {
      try {
        return value.literal();
      } catch (NumberFormatException e) {
        throw new SchemaException(value.position(), value.text() + " does not fit 64 bits");
      }
    }
    Long known = values.get(value.text());
    if (known == null) {
      throw new SchemaException(value.position(), "unknown constant " + value.text());
    }
    return known;
  }

  /** A number in the range of {@code int}. */
  int intOf(Value value) {
    long number = valueOf(value);
    if (number != (int) number) {
      throw new SchemaException(value.position(), value.text() + " does not fit 32 bits");
    }
    return (int) number;
  }

  /** A length or a maximum: 0 to 2^32-1. */
  long lengthOf(Value value) {
    long number = valueOf(value);
    if (number < 0 || number > UNSIGNED_INT_MAXIMUM) {
      throw new SchemaException(value.position(), value.text() + " is no length");
    }
    return number;
  }

  /** The maximum of an array without one. */
  static long unbounded() {
    return UNSIGNED_INT_MAXIMUM;
  }
}
