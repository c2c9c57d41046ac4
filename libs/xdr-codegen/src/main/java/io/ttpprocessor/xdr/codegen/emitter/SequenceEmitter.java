package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.OptionalInt;

/** Writes the class nested in a view that stands for an array of such values. */
final class SequenceEmitter {
  private final SchemaModel model;
  private final ViewEmitter views;

  SequenceEmitter(SchemaModel model) {
    this.model = model;
    this.views = new ViewEmitter(model);
  }

  void emit(JavaSource source, NamedType type) {
    String view = JavaNames.view(type.name());
    OptionalInt size = model.fixedSize(new Type.Reference(type.name()));
    source.document("An array of {@code %s}.".formatted(type.name()));
    source.open("public static final class Sequence extends XdrSequence<%s>".formatted(view));
    source.open("private Sequence(byte[] bytes, int first, int count)");
    source.line("super(bytes, first, count);").close();
    factories(source, model.isArrayObserved(type) ? "public " : "");
    get(source, view, size);
    source.blank().line("@Override");
    source.open("public Iterator<%s> iterator()".formatted(view));
    source.line("return new Elements(bytes, first, count);").close();
    if (size.isEmpty()) {
      skips(source, view);
    }
    checks(source, view, model.takesListener(new Type.Reference(type.name())));
    source.close();
    iterator(source, view, views.remembersEnds(type));
  }

  private static void factories(JavaSource source, String access) {
    source.document("The array whose count is at {@code offset}: trusts that it was checked.");
    source.open(access + "static Sequence variable(byte[] bytes, int offset)");
    source.line("return new Sequence(bytes, offset + 4, Xdr.int32(bytes, offset));").close();
    source.blank().open("static Sequence fixed(byte[] bytes, int offset, int count)");
    source.line("return new Sequence(bytes, offset, count);").close();
  }

  private static void get(JavaSource source, String view, OptionalInt size) {
    source.blank().line("@Override");
    source.open("public %s get(int index)".formatted(view));
    source.line("Objects.checkIndex(index, count);");
    String position =
        size.isPresent()
            ? "first + index * " + size.getAsInt()
            : "skipElements(bytes, first, index)";
    source.line("return new %s(bytes, %s);".formatted(view, position)).close();
  }

  private static void skips(JavaSource source, String view) {
    source.blank().open("static int skip(byte[] bytes, int offset)");
    source.line("return skipElements(bytes, offset + 4, Xdr.int32(bytes, offset));").close();
    source.blank().open("static int skipElements(byte[] bytes, int offset, int count)");
    source.line("int at = offset;");
    source.open("for (int i = 0; i < count; i++)");
    source.line("at = %s.skip(bytes, at);".formatted(view)).close();
    source.line("return at;").close();
  }

  private static void checks(JavaSource source, String view, boolean takesListener) {
    String parameter = takesListener ? ", CheckListener listener" : "";
    String argument = takesListener ? ", listener" : "";
    source.blank();
    source.open(
        "static int check(byte[] bytes, int offset, int limit, CountLimit countLimit, int depth%s)"
            .formatted(parameter));
    source.line("int count = XdrCheck.count(bytes, offset, limit, countLimit);");
    source.line(
        "return checkElements(bytes, offset + 4, limit, count, depth%s);".formatted(argument));
    source.close();
    source.blank();
    source.open(
        "static int checkElements(byte[] bytes, int offset, int limit, int count, int depth%s)"
            .formatted(parameter));
    source.line("int at = offset;");
    source.open("for (int i = 0; i < count; i++)");
    source.line("at = %s.check(bytes, at, limit, depth%s);".formatted(view, argument)).close();
    source.line("return at;").close();
  }

  private static void iterator(JavaSource source, String view, boolean remembersEnds) {
    source.blank();
    source.open("private static final class Elements implements Iterator<%s>".formatted(view));
    source.line("private final byte[] bytes;");
    source.line("private int next;");
    source.line("private int remaining;").blank();
    source.open("private Elements(byte[] bytes, int first, int count)");
    source.line("this.bytes = bytes;");
    source.line("this.next = first;");
    source.line("this.remaining = count;").close();
    source.blank().line("@Override");
    source.open("public boolean hasNext()").line("return remaining > 0;").close();
    source.blank().line("@Override");
    source.open("public %s next()".formatted(view));
    source.open("if (remaining == 0)").line("throw new NoSuchElementException();").close();
    source.line("%s element = new %s(bytes, next);".formatted(view, view));
    source.open("if (--remaining > 0)");
    // What the way to the next element finds out is then known to who reads this one.
    String end = remembersEnds ? "element.end()" : "%s.skip(bytes, next)".formatted(view);
    source.line("next = " + end + ";").close();
    source.line("return element;").close();
    source.close();
  }
}
