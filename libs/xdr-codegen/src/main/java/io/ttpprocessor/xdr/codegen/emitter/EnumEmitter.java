package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the Java enum of an XDR enum. */
final class EnumEmitter {
  private EnumEmitter() {}

  static void emit(JavaSource source, NamedType.Enumeration type) {
    String name = type.name();
    source.line("/** {@code enum %s}. */".formatted(name));
    source.open("public enum " + name);
    List<NamedType.Constant> constants = type.constants();
    for (int i = 0; i < constants.size(); i++) {
      NamedType.Constant constant = constants.get(i);
      source.line("/** {@code %s = %d}. */".formatted(constant.name(), constant.value()));
      String separator = i + 1 < constants.size() ? "," : ";";
      source.line("%s(%d)%s".formatted(constant.name(), constant.value(), separator));
    }
    source.blank().line("private final int value;").blank();
    source.open(name + "(int value)").line("this.value = value;").close();
    source.document("The number on the wire.");
    source.open("public int value()").line("return value;").close();
    of(source, type);
    checks(source, type);
    source.close();
  }

  private static void of(JavaSource source, NamedType.Enumeration type) {
    String name = type.name();
    source.document("The constant of that number; an IllegalArgumentException when there is none.");
    source.open("public static %s of(int value)".formatted(name));
    source.open("return switch (value)");
    for (NamedType.Constant constant : type.constants()) {
      source.line("case %d -> %s;".formatted(constant.value(), constant.name()));
    }
    source.line(
        "default -> throw new IllegalArgumentException(\"%s has no value \" + value);"
            .formatted(name));
    source.close("};").close();
  }

  private static void checks(JavaSource source, NamedType.Enumeration type) {
    source.document("Checks bounds and value; the offset after the value.");
    source.open("static int check(byte[] bytes, int offset, int limit, String field)");
    source.line("XdrCheck.bounds(offset, 4, limit, field);");
    source.line("checkValue(bytes, offset, field);");
    source.line("return offset + 4;").close();
    source.document("Checks the value at an offset within bounds.");
    source.open("static void checkValue(byte[] bytes, int offset, String field)");
    source.open("switch (Xdr.int32(bytes, offset))");
    source.line("case %s -> {}".formatted(values(type)));
    source.line("default -> throw XdrCheck.unknownEnumValue(bytes, offset, field);");
    source.close().close();
  }

  private static String values(NamedType.Enumeration type) {
    return type.constants().stream()
        .map(constant -> String.valueOf(constant.value()))
        .collect(Collectors.joining(", "));
  }
}
