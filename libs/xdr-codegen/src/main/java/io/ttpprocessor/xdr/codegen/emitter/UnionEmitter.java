package io.ttpprocessor.xdr.codegen.emitter;

import io.ttpprocessor.xdr.codegen.model.NamedType;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.codegen.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the view of a union, but for the end of the class. */
final class UnionEmitter {
  private static final Position ARM = Position.START.plus(4);

  private final SchemaModel model;
  private final ViewEmitter views;
  private final SkipCode skips;
  private final AccessCode access;

  UnionEmitter(SchemaModel model) {
    this.model = model;
    this.views = new ViewEmitter(model);
    this.skips = new SkipCode(model);
    this.access = new AccessCode(model);
  }

  void emit(JavaSource source, NamedType.Union union) {
    CheckCode checks = new CheckCode(model, union);
    JavaSource statements = new JavaSource();
    check(statements, union, checks);
    NamedType.Field discriminant = union.discriminant();
    String declaration = "union %s switch (%s)".formatted(union.name(), discriminant.declaration());
    views.open(source, union, declaration, checks.constants());
    views.openAccessor(source, discriminant);
    source.line("return " + access.read(discriminant.type(), Position.START) + ";").close();
    for (NamedType.Arm arm : union.arms()) {
      arm.field().ifPresent(field -> arm(source, union, arm, field));
    }
    union
        .fallback()
        .ifPresent(arm -> arm.field().ifPresent(field -> arm(source, union, arm, field)));
    views.end(source, "skip(bytes, offset)");
    views.openCheck(source, union);
    statements.toString().lines().forEach(source::line);
    source.close();
    if (!views.skipFixed(source, union)) {
      skip(source, union);
    }
  }

  private void arm(
      JavaSource source, NamedType.Union union, NamedType.Arm arm, NamedType.Field field) {
    boolean optional = field.type() instanceof Type.Optional;
    if (optional) {
      views.openPresence(source, field);
      ifHeld(source, union, arm, "Xdr.bool(bytes, %s)".formatted(ARM));
      source.close();
    }
    views.openAccessor(source, field);
    if (optional) {
      views.requirePresent(source, union, field);
      source.line("return " + access.read(field.type(), ARM) + ";");
    } else {
      ifHeld(source, union, arm, access.read(field.type(), ARM));
    }
    source.close();
  }

  /** Returns the value if the discriminant leads to the arm, and else refuses. */
  private static void ifHeld(
      JavaSource source, NamedType.Union union, NamedType.Arm arm, String value) {
    String refusal =
        "throw wrongArm(\"%s\", %s(), \"%s\")"
            .formatted(
                union.name(),
                JavaNames.accessor(union.discriminant().name()),
                arm.field().orElseThrow().name());
    source.open("return switch (Xdr.int32(bytes, offset))");
    if (arm.cases().isEmpty()) {
      List<NamedType.Case> others =
          union.arms().stream().flatMap(other -> other.cases().stream()).toList();
      if (!others.isEmpty()) {
        source.line("case %s -> %s;".formatted(labels(others), refusal));
      }
      source.line("default -> %s;".formatted(value));
    } else {
      source.line("case %s -> %s;".formatted(labels(arm.cases()), value));
      source.line("default -> %s;".formatted(refusal));
    }
    source.close("};");
  }

  private void check(JavaSource source, NamedType.Union union, CheckCode checks) {
    NamedType.Field discriminant = union.discriminant();
    String label = checks.label(discriminant);
    source.line("XdrCheck.bounds(offset, 4, limit, %s);".formatted(label));
    boolean observed = model.isObserved(union);
    source.open((observed ? "int end = " : "return ") + "switch (Xdr.int32(bytes, offset))");
    cases(source, union, field -> checks.check(field, ARM));
    boolean anyNumber =
        discriminant.type() == Type.Primitive.INT
            || discriminant.type() == Type.Primitive.UNSIGNED_INT;
    source.open("default ->");
    if (!anyNumber) {
      source.line(checks.checkValue(discriminant, Position.START));
    }
    Optional<NamedType.Arm> fallback = union.fallback();
    if (fallback.isPresent()) {
      String end =
          fallback.get().field().map(field -> checks.check(field, ARM)).orElse(ARM.toString());
      source.line("yield " + end + ";");
    } else {
      source.line("throw XdrCheck.unknownUnionArm(bytes, offset, %s);".formatted(label));
    }
    source.close().close("};");
    if (observed) {
      checks.finish(source, "end");
    }
  }

  private void skip(JavaSource source, NamedType.Union union) {
    Function<NamedType.Field, String> skip = field -> skips.after(field.type(), ARM).toString();
    views.openSkip(source);
    source.open("return switch (Xdr.int32(bytes, offset))");
    cases(source, union, skip);
    String fallback =
        union
            .fallback()
            .map(arm -> arm.field().map(skip).orElse(ARM.toString()))
            .orElse("throw Xdr.unchecked(\"%s\", offset)".formatted(union.name()));
    source.line("default -> " + fallback + ";");
    source.close("};").close();
  }

  /** One case per distinct expression, so that the switch stays small enough to be inlined. */
  private static void cases(
      JavaSource source, NamedType.Union union, Function<NamedType.Field, String> expression) {
    Map<String, List<NamedType.Case>> cases = new LinkedHashMap<>();
    for (NamedType.Arm arm : union.arms()) {
      String value = arm.field().map(expression).orElse(ARM.toString());
      cases.computeIfAbsent(value, key -> new ArrayList<>()).addAll(arm.cases());
    }
    cases.forEach(
        (value, values) -> source.line("case %s -> %s;".formatted(labels(values), value)));
  }

  private static String labels(List<NamedType.Case> cases) {
    return cases.stream()
        .map(value -> String.valueOf(value.value()))
        .collect(Collectors.joining(", "));
  }
}
