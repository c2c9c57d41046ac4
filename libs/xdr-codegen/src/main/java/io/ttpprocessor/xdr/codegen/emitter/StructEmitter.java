package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;

/** Writes the view of a struct, but for the end of the class. */
final class StructEmitter {
  private final SchemaModel model;
  private final ViewEmitter views;
  private final SkipCode skips;
  private final AccessCode access;

  StructEmitter(SchemaModel model) {
    this.model = model;
    this.views = new ViewEmitter(model);
    this.skips = new SkipCode(model);
    this.access = new AccessCode(model);
  }

  void emit(JavaSource source, NamedType.Struct struct) {
    CheckCode checks = new CheckCode(model, struct);
    JavaSource statements = new JavaSource();
    checks.checkFields(statements, struct.fields());
    String declaration =
        struct.alias() ? struct.fields().get(0).declaration() : "struct " + struct.name();
    views.open(source, struct, declaration, checks.constants());
    Position end = accessors(source, struct);
    views.end(source, views.remembersEnds(struct) ? end.toString() : "skip(bytes, offset)");
    views.openCheck(source, struct);
    statements.toString().lines().forEach(source::line);
    source.close();
    if (!views.skipFixed(source, struct)) {
      skip(source, struct);
    }
  }

  /**
   * Accessors in the order of the fields; each offset counts from the last end not constant.
   * Returns where the value ends.
   */
  private Position accessors(JavaSource source, NamedType.Struct struct) {
    Position position = Position.START;
    for (NamedType.Field field : struct.fields()) {
      if (field.type() instanceof Type.Optional) {
        views.openPresence(source, field);
        source.line("return Xdr.bool(bytes, %s);".formatted(position)).close();
      }
      views.openAccessor(source, field);
      if (field.type() instanceof Type.Optional) {
        views.requirePresent(source, struct, field);
      }
      source.line("return " + access.read(field.type(), position) + ";").close();
      position = next(source, struct, field, position);
    }
    return position;
  }

  private Position next(
      JavaSource source, NamedType.Struct struct, NamedType.Field field, Position position) {
    if (model.fixedSize(field.type()).isPresent()) {
      return skips.after(field.type(), position);
    }
    Position start = position;
    boolean optional = field.type() instanceof Type.Optional;
    boolean last = field == struct.fields().get(struct.fields().size() - 1);
    if (last) {
      return optional ? new Position("skip(bytes, offset)", 0) : skips.after(field.type(), start);
    }
    String endOf = JavaNames.endOf(field.name());
    source.blank().line("/** 0 until it was asked for; no field ends at the array's beginning. */");
    source.line("private int " + endOf + ";");
    source.blank().open("private int " + endOf + "()");
    source.line("int end = " + endOf + ";");
    source.open("if (end == 0)");
    if (optional && !position.base().equals("offset")) {
      source.line("int at = " + position + ";");
      start = new Position("at", 0);
    }
    source.line("end = " + skips.after(field.type(), start) + ";");
    source.line(endOf + " = end;").close();
    source.line("return end;").close();
    return new Position(endOf + "()", 0);
  }

  private void skip(JavaSource source, NamedType.Struct struct) {
    views.openSkip(source);
    Position position = Position.START;
    boolean declared = false;
    for (NamedType.Field field : struct.fields()) {
      Position after = skips.after(field.type(), position);
      if (model.fixedSize(field.type()).isEmpty()) {
        source.line((declared ? "at = " : "int at = ") + after + ";");
        declared = true;
        after = new Position("at", 0);
      }
      position = after;
    }
    source.line("return " + position + ";").close();
  }
}
