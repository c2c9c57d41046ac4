package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements and expressions that check the fields of one type. Collects the constants (limits of
 * counts) that they refer to.
 */
final class CheckCode {
  private final SchemaModel model;
  private final NamedType owner;
  private final List<String> constants = new ArrayList<>();

  CheckCode(SchemaModel model, NamedType owner) {
    this.model = model;
    this.owner = owner;
  }

  /** Declarations of the constants that the code written so far needs, without indentation. */
  List<String> constants() {
    return List.copyOf(constants);
  }

  /** Statements that check the fields one after the other and return where the last one ends. */
  void checkFields(JavaSource source, List<NamedType.Field> fields) {
    Position position = Position.START;
    boolean declared = false;
    for (int i = 0; i < fields.size(); ) {
      int runEnd = endOfFlatRun(fields, i);
      if (runEnd > i) {
        position = checkFlatRun(source, fields.subList(i, runEnd), position);
        i = runEnd;
      } else {
        String declaration = declared ? "at = " : "int at = ";
        source.line(declaration + check(fields.get(i), position) + ";");
        declared = true;
        position = new Position("at", 0);
        i++;
      }
    }
    finish(source, position.toString());
  }

  /** The statements that tell of the value, if anybody is to be told, and return where it ends. */
  void finish(JavaSource source, String end) {
    if (!model.isObserved(owner)) {
      source.line("return " + end + ";");
      return;
    }
    String view = JavaNames.view(owner.name());
    if (!end.equals("end")) {
      source.line("int end = " + end + ";");
    }
    source.line("listener.checked(%s.class, offset, end);".formatted(view));
    source.line("return end;");
  }

  /** An expression that checks one field and is where it ends. */
  String check(NamedType.Field field, Position position) {
    boolean alias = owner instanceof NamedType.Struct struct && struct.alias();
    return check(field, field.type(), position, alias ? 0 : 1);
  }

  /** The statement that checks the value, not the bounds, of an enum or bool. */
  String checkValue(NamedType.Field field, Position position) {
    return field.type() instanceof Type.Reference reference
        ? "%s.checkValue(bytes, %s, %s);".formatted(reference.name(), position, label(field))
        : "XdrCheck.booleanValue(bytes, %s, %s);".formatted(position, label(field));
  }

  /** The field's name in error messages, as a Java literal. */
  String label(NamedType.Field field) {
    return "\"" + owner.name() + "." + field.name() + "\"";
  }

  private int endOfFlatRun(List<NamedType.Field> fields, int start) {
    int end = start;
    while (end < fields.size() && isFlat(fields.get(end).type())) {
      end++;
    }
    return end;
  }

  /** Whether a value has one size and no checks beneath it, so that neighbours share a bound. */
  private boolean isFlat(Type type) {
    return type instanceof Type.Primitive
        || type instanceof Type.Opaque opaque && opaque.fixed()
        || model.isEnumeration(type)
        || model.isUnrestricted(type);
  }

  private Position checkFlatRun(JavaSource source, List<NamedType.Field> run, Position start) {
    int size = run.stream().mapToInt(field -> model.fixedSize(field.type()).getAsInt()).sum();
    source.line("XdrCheck.bounds(%s, %d, limit, %s);".formatted(start, size, label(run.get(0))));
    Position position = start;
    for (NamedType.Field field : run) {
      Type type = field.type();
      Position next = position.plus(model.fixedSize(type).getAsInt());
      if (type instanceof Type.Opaque opaque && opaque.length() % 4 != 0) {
        Position padding = position.plus((int) opaque.length());
        source.line("XdrCheck.padding(bytes, %s, %s, %s);".formatted(padding, next, label(field)));
      } else if (!model.isUnrestricted(type)) {
        source.line(checkValue(field, position));
      }
      position = next;
    }
    return position;
  }

  /**
   * @param level how much deeper than its owner the value lies; an array or optional is a level
   */
  private String check(NamedType.Field field, Type type, Position position, int level) {
    if (type instanceof Type.Optional optional) {
      return "XdrCheck.optional(bytes, %s, limit, %s) ? %s : %s"
          .formatted(
              position,
              label(field),
              check(field, optional.element(), position.plus(4), level + 1),
              position.plus(4));
    }
    if (type instanceof Type.Array array) {
      return checkArray(field, array, position, level + 1);
    }
    if (type instanceof Type.Opaque opaque) {
      return checkOpaque(field, opaque, position);
    }
    if (type == Type.Primitive.BOOL) {
      return "XdrCheck.bool(bytes, %s, limit, %s)".formatted(position, label(field));
    }
    if (model.isUnrestricted(type)) {
      return fixed(field, type, position);
    }
    String name = ((Type.Reference) type).name();
    return model.isEnumeration(type)
        ? "%s.check(bytes, %s, limit, %s)".formatted(name, position, label(field))
        : "%s.check(bytes, %s, limit, depth + %d%s)"
            .formatted(JavaNames.view(name), position, level, listener(type));
  }

  private String fixed(NamedType.Field field, Type type, Position position) {
    return "XdrCheck.fixed(%s, %d, limit, %s)"
        .formatted(position, model.minimumSize(type), label(field));
  }

  private String checkOpaque(NamedType.Field field, Type.Opaque opaque, Position position) {
    if (!opaque.fixed()) {
      return "XdrCheck.opaque(bytes, %s, limit, %s)"
          .formatted(position, limit(field, "_LENGTH", opaque.length(), 1));
    }
    return opaque.length() % 4 == 0
        ? fixed(field, opaque, position)
        : "XdrCheck.fixedOpaque(bytes, %s, limit, %d, %s)"
            .formatted(position, opaque.length(), label(field));
  }

  private String checkArray(NamedType.Field field, Type.Array array, Position position, int level) {
    Type element = array.element();
    if (array.fixed() && model.isUnrestricted(array)) {
      return fixed(field, array, position);
    }
    String count =
        array.fixed()
            ? String.valueOf(array.length())
            : limit(field, "_COUNT", array.length(), model.minimumSize(element));
    if (model.isUnrestricted(element)) {
      return "XdrCheck.array(bytes, %s, limit, %s)".formatted(position, count);
    }
    String last =
        element instanceof Type.Opaque opaque
            ? limit(field, "_LENGTH", opaque.length(), 1)
            : "depth + " + level;
    return "%s.%s(bytes, %s, limit, %s, %s%s)"
        .formatted(
            AccessCode.sequence(element),
            array.fixed() ? "checkElements" : "check",
            position,
            count,
            last,
            listener(element));
  }

  private String listener(Type type) {
    return model.takesListener(type) ? ", listener" : "";
  }

  private String limit(NamedType.Field field, String suffix, long maximum, int elementSize) {
    String name = JavaNames.constant(field.name()) + suffix;
    constants.add(
        "private static final CountLimit %s = new CountLimit(%s, %dL, %d);"
            .formatted(name, label(field), maximum, elementSize));
    return name;
  }
}
