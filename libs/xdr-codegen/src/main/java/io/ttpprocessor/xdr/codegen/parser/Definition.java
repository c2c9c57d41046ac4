package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A definition at the top of a schema. */
public sealed interface Definition {

  /** The name that is defined. */
  String name();

  /** Where the name stands. */
  SourcePosition position();

  /** {@code const name = value;}. */
  record Const(String name, Value value, SourcePosition position) implements Definition {}

  /** {@code typedef declaration;}: the declaration's name becomes a type. */
  record Typedef(Declaration declaration, SourcePosition position) implements Definition {
    @Override
    public String name() {
      return declaration.name();
    }
  }

  /** {@code enum name { constants };}. */
  record Enumeration(String name, List<Constant> constants, SourcePosition position)
      implements Definition {}

  /** One {@code name = value} of an enum. */
  record Constant(String name, Value value, SourcePosition position) {}

  /** {@code struct name { fields };}. */
  record Struct(String name, List<Declaration> fields, SourcePosition position)
      implements Definition {}

  /**
   * {@code union name switch (discriminant) { arms };}.
   *
   * @param fallback what follows {@code default:}, where there is one
   */
  record Union(
      String name,
      Declaration discriminant,
      List<Arm> arms,
      Optional<Declaration> fallback,
      SourcePosition position)
      implements Definition {}

  /** One or more {@code case value:} and the declaration they lead to. */
  record Arm(List<Value> cases, Declaration declaration) {}
}
