package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;

/** What accessors return, and the expressions that read it from a checked value. */
final class AccessCode {
  private final SchemaModel model;

  AccessCode(SchemaModel model) {
    this.model = model;
  }

  /** The Java type that a field of this type is read as; of an optional, the type within. */
  String javaType(Type type) {
    if (type instanceof Type.Primitive primitive) {
      return switch (primitive) {
        case INT -> "int";
        case UNSIGNED_INT, HYPER, UNSIGNED_HYPER -> "long";
        case BOOL -> "boolean";
      };
    }
    if (type instanceof Type.Reference reference) {
      return model.isEnumeration(type) ? reference.name() : JavaNames.view(reference.name());
    }
    if (type instanceof Type.Array array) {
      return sequence(array.element());
    }
    return type instanceof Type.Optional optional ? javaType(optional.element()) : "OpaqueView";
  }

  /** The value at {@code position}; of an optional, the value after its flag. */
  String read(Type type, Position position) {
    if (type instanceof Type.Primitive primitive) {
      return "Xdr.%s(bytes, %s)".formatted(reader(primitive), position);
    }
    if (type instanceof Type.Reference reference) {
      return model.isEnumeration(type)
          ? "%s.of(Xdr.int32(bytes, %s))".formatted(reference.name(), position)
          : "%s.at(bytes, %s)".formatted(JavaNames.view(reference.name()), position);
    }
    if (type instanceof Type.Array array) {
      return readArray(array, position);
    }
    if (type instanceof Type.Optional optional) {
      return read(optional.element(), position.plus(4));
    }
    return readOpaque((Type.Opaque) type, position);
  }

  /** A word on the value's meaning, where the Java type does not say it. */
  static String note(Type type) {
    if (type == Type.Primitive.UNSIGNED_HYPER) {
      return ", as two's complement (see Long.toUnsignedString)";
    }
    return type instanceof Type.Optional optional ? note(optional.element()) : "";
  }

  /** The class of an array of such elements. */
  static String sequence(Type element) {
    if (element instanceof Type.Primitive primitive) {
      return switch (primitive) {
        case INT -> "IntSequence";
        case UNSIGNED_INT -> "UnsignedIntSequence";
        case HYPER, UNSIGNED_HYPER -> "LongSequence";
        case BOOL -> throw new IllegalArgumentException("an array of bool");
      };
    }
    if (element instanceof Type.Reference reference) {
      return JavaNames.view(reference.name()) + ".Sequence";
    }
    return ((Type.Opaque) element).fixed() ? "FixedOpaqueSequence" : "OpaqueSequence";
  }

  private static String reader(Type.Primitive primitive) {
    return switch (primitive) {
      case INT -> "int32";
      case UNSIGNED_INT -> "uint32";
      case HYPER, UNSIGNED_HYPER -> "int64";
      case BOOL -> "bool";
    };
  }

  private static String readOpaque(Type.Opaque opaque, Position position) {
    return opaque.fixed()
        ? "OpaqueView.fixed(bytes, %s, %d)".formatted(position, opaque.length())
        : "OpaqueView.variable(bytes, %s)".formatted(position);
  }

  private static String readArray(Type.Array array, Position position) {
    String length =
        array.element() instanceof Type.Opaque opaque && opaque.fixed()
            ? ", " + opaque.length()
            : "";
    return array.fixed()
        ? "%s.fixed(bytes, %s, %d%s)"
            .formatted(sequence(array.element()), position, array.length(), length)
        : "%s.variable(bytes, %s%s)".formatted(sequence(array.element()), position, length);
  }
}
