package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.List;
import java.util.OptionalInt;

/** Writes what the views of structs and unions have in common. */
final class ViewEmitter {
  private final SchemaModel model;
  private final AccessCode access;

  ViewEmitter(SchemaModel model) {
    this.model = model;
    this.access = new AccessCode(model);
  }

  /** Opens the class: its limits, constructor and ways in. */
  void open(JavaSource source, NamedType type, String declaration, List<String> constants) {
    String view = JavaNames.view(type.name());
    source.line("/** {@code %s}. */".formatted(declaration));
    source.open("public final class %s extends XdrView".formatted(view));
    source.line("/** No value of this type has fewer bytes. */");
    source.line("public static final int MINIMUM_SIZE = %d;".formatted(minimumSize(type)));
    source.blank();
    constants.forEach(source::line);
    if (!constants.isEmpty()) {
      source.blank();
    }
    source.open("private %s(byte[] bytes, int offset)".formatted(view));
    source.line("super(bytes, offset);").close();
    source.document("Checks the value at {@code offset}, which may end before {@code limit}.");
    source.open("public static %s parse(byte[] bytes, int offset, int limit)".formatted(view));
    source.line("Objects.checkFromToIndex(offset, limit, bytes.length);");
    source.line("check(bytes, offset, limit, 0);");
    source.line("return new %s(bytes, offset);".formatted(view)).close();
    source.document("Checks the value at {@code offset}, which must end at {@code limit}.");
    source.open(
        "public static %s parseExactly(byte[] bytes, int offset, int limit)".formatted(view));
    source.line("Objects.checkFromToIndex(offset, limit, bytes.length);");
    source.line(
        "XdrCheck.exactEnd(check(bytes, offset, limit, 0), limit, \"%s\");".formatted(type.name()));
    source.line("return new %s(bytes, offset);".formatted(view)).close();
    if (model.takesListener(new Type.Reference(type.name()))) {
      parseWithListener(source, type, view);
    }
    source.document("A view of the value at {@code offset}: trusts that it was checked.");
    source.open("%sstatic %s at(byte[] bytes, int offset)".formatted(access(type), view));
    source.line("return new %s(bytes, offset);".formatted(view)).close();
  }

  /** Who is told where a value lies needs a way to it; nobody else is to have unchecked views. */
  private String access(NamedType type) {
    return model.isObserved(type) ? "public " : "";
  }

  private static void parseWithListener(JavaSource source, NamedType type, String view) {
    source.document("As the other {@code parseExactly}, and tells the listener what is beneath.");
    source.line("public static %s parseExactly(".formatted(view));
    source.open("    byte[] bytes, int offset, int limit, CheckListener listener)");
    source.line("Objects.checkFromToIndex(offset, limit, bytes.length);");
    source.line("int end = check(bytes, offset, limit, 0, listener);");
    source.line("XdrCheck.exactEnd(end, limit, \"%s\");".formatted(type.name()));
    source.line("return new %s(bytes, offset);".formatted(view)).close();
  }

  /** Writes where the view's value ends. */
  void end(JavaSource source, String end) {
    source.blank().line("@Override");
    source.open("public int end()").line("return " + end + ";").close();
  }

  /** Whether a view remembers where fields end, so that asking it is cheaper than skipping. */
  boolean remembersEnds(NamedType type) {
    if (!(type instanceof NamedType.Struct struct)) {
      return false;
    }
    List<NamedType.Field> fields = struct.fields();
    return fields.subList(0, fields.size() - 1).stream()
        .anyMatch(field -> model.fixedSize(field.type()).isEmpty());
  }

  /** Opens {@code check}; the caller writes the statements and closes. */
  void openCheck(JavaSource source, NamedType type) {
    source.document(
        "Checks everything beneath and returns the offset after the value; trusts nothing.");
    source.open("public static int check(byte[] bytes, int offset, int limit, int depth)");
    if (model.takesListener(new Type.Reference(type.name()))) {
      source.line("return check(bytes, offset, limit, depth, CheckListener.NONE);").close();
      source.blank().line("static int check(");
      source.open("    byte[] bytes, int offset, int limit, int depth, CheckListener listener)");
    }
    if (model.isRecursive(type)) {
      source.line("XdrCheck.depth(depth, offset, \"%s\");".formatted(type.name()));
    }
  }

  /** Opens {@code skip}; the caller writes the statements and closes. */
  void openSkip(JavaSource source) {
    source.document("The offset after a value that was checked before: trusts the bytes.");
    source.open("public static int skip(byte[] bytes, int offset)");
  }

  /** Writes a skip by a constant and returns true, if all values have one size. */
  boolean skipFixed(JavaSource source, NamedType type) {
    OptionalInt size = model.fixedSize(new Type.Reference(type.name()));
    if (size.isEmpty()) {
      return false;
    }
    openSkip(source);
    source.line("return " + Position.START.plus(size.getAsInt()) + ";").close();
    return true;
  }

  /** Opens an accessor with its documentation; the caller returns the value and closes. */
  void openAccessor(JavaSource source, NamedType.Field field) {
    source.document("{@code %s}%s.".formatted(field.declaration(), AccessCode.note(field.type())));
    source.open(
        "public %s %s()"
            .formatted(access.javaType(field.type()), JavaNames.accessor(field.name())));
  }

  /** Opens the question whether an optional field is there. */
  void openPresence(JavaSource source, NamedType.Field field) {
    source.document("Whether there is a value of {@code %s}.".formatted(field.declaration()));
    source.open("public boolean %s()".formatted(JavaNames.presence(field.name())));
  }

  /** Writes the refusal to read an optional that is not there. */
  void requirePresent(JavaSource source, NamedType type, NamedType.Field field) {
    source.open("if (!%s())".formatted(JavaNames.presence(field.name())));
    source.line("throw absent(\"%s.%s\");".formatted(type.name(), field.name())).close();
  }

  private int minimumSize(NamedType type) {
    return model.minimumSize(new Type.Reference(type.name()));
  }
}
