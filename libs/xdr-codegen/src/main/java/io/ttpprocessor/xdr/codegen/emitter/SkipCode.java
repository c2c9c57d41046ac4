package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.OptionalInt;

/** Expressions that step over a checked value: from its position to that after it. */
final class SkipCode {
  private final SchemaModel model;

  SkipCode(SchemaModel model) {
    this.model = model;
  }

  /** Where the value at {@code position} ends. */
  Position after(Type type, Position position) {
    OptionalInt size = model.fixedSize(type);
    if (size.isPresent()) {
      return position.plus(size.getAsInt());
    }
    return new Position(skip(type, position), 0);
  }

  private String skip(Type type, Position position) {
    if (type instanceof Type.Optional optional) {
      return "Xdr.bool(bytes, %s) ? %s : %s"
          .formatted(position, after(optional.element(), position.plus(4)), position.plus(4));
    }
    if (type instanceof Type.Array array) {
      return skipArray(array, position);
    }
    if (type instanceof Type.Reference reference) {
      return "%s.skip(bytes, %s)".formatted(JavaNames.view(reference.name()), position);
    }
    return "Xdr.skipOpaque(bytes, %s)".formatted(position);
  }

  private String skipArray(Type.Array array, Position position) {
    OptionalInt elementSize = model.fixedSize(array.element());
    if (elementSize.isPresent()) {
      return "Xdr.skipArray(bytes, %s, %d)".formatted(position, elementSize.getAsInt());
    }
    String sequence = AccessCode.sequence(array.element());
    return array.fixed()
        ? "%s.skipElements(bytes, %s, %d)".formatted(sequence, position, array.length())
        : "%s.skip(bytes, %s)".formatted(sequence, position);
  }
}
