package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SchemaException;
import io.ttpprocessor.xdr.codegen.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recursive-descent parser: one method per rule of the grammar (RFC 4506, section 6.3). */
public final class SchemaParser {
  private static final Set<String> UNSUPPORTED_TYPES = Set.of("float", "double", "quadruple");
  private static final Set<String> NESTED_TYPES = Set.of("struct", "union", "enum");
  private static final Set<String> BUILT_IN_TYPES =
      Set.of("bool", "hyper", "int", "opaque", "string", "void");
  private static final Set<String> KEYWORDS =
      Set.of(
          "bool",
          "case",
          "const",
          "default",
          "double",
          "enum",
          "float",
          "hyper",
          "int",
          "namespace",
          "opaque",
          "quadruple",
          "string",
          "struct",
          "switch",
          "typedef",
          "union",
          "unsigned",
          "void");

  private final List<Token> tokens;
  private int index;

  private SchemaParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * The definitions of a schema, in its order.
   *
   * @throws SchemaException where the text is not in the language
   */
  public static List<Definition> parse(String text) {
    return new SchemaParser(Tokenizer.tokenize(text)).schema();
  }

  private List<Definition> schema() {
    boolean namespace = accept("namespace");
    if (namespace) {
      identifier("a namespace");
      expect("{");
    }
    List<Definition> definitions = new ArrayList<>();
    while (!peek().is("}") && peek().kind() != Token.Kind.END) {
      definitions.add(definition());
    }
    if (namespace) {
      expect("}");
    }
    if (peek().kind() != Token.Kind.END) {
      throw unexpected("a definition");
    }
    return definitions;
  }

  private Definition definition() {
    Definition definition;
    if (accept("const")) {
      definition = constant();
    } else if (accept("typedef")) {
      SourcePosition position = peek().position();
      Declaration declaration = declaration();
      if (declaration.shape() == Declaration.Shape.VOID) {
        throw new SchemaException(position, "a typedef of void");
      }
      definition = new Definition.Typedef(declaration, position);
    } else if (accept("enum")) {
      definition = enumeration();
    } else if (accept("struct")) {
      definition = struct();
    } else if (accept("union")) {
      definition = union();
    } else {
      throw unexpected("const, typedef, enum, struct or union");
    }
    expect(";");
    return definition;
  }

  private Definition constant() {
    Token name = identifier("a constant");
    expect("=");
    return new Definition.Const(name.text(), value(), name.position());
  }

  private Definition enumeration() {
    Token name = identifier("an enum");
    expect("{");
    List<Definition.Constant> constants = new ArrayList<>();
    do {
      Token constant = identifier("an enum constant");
      expect("=");
      constants.add(new Definition.Constant(constant.text(), value(), constant.position()));
    } while (accept(","));
    expect("}");
    return new Definition.Enumeration(name.text(), List.copyOf(constants), name.position());
  }

  private Definition struct() {
    Token name = identifier("a struct");
    expect("{");
    List<Declaration> fields = new ArrayList<>();
    do {
      Declaration field = declaration();
      if (field.shape() == Declaration.Shape.VOID) {
        throw new SchemaException(field.position(), "a struct has no void field");
      }
      fields.add(field);
      expect(";");
    } while (!accept("}"));
    return new Definition.Struct(name.text(), List.copyOf(fields), name.position());
  }

  private Definition union() {
    Token name = identifier("a union");
    expect("switch");
    expect("(");
    Declaration discriminant = declaration();
    expect(")");
    expect("{");
    List<Definition.Arm> arms = new ArrayList<>();
    while (peek().is("case")) {
      arms.add(arm());
    }
    Optional<Declaration> fallback = Optional.empty();
    if (accept("default")) {
      expect(":");
      fallback = Optional.of(declaration());
      expect(";");
    }
    expect("}");
    return new Definition.Union(
        name.text(), discriminant, List.copyOf(arms), fallback, name.position());
  }

  private Definition.Arm arm() {
    List<Value> cases = new ArrayList<>();
    while (accept("case")) {
      cases.add(value());
      expect(":");
    }
    Declaration declaration = declaration();
    expect(";");
    return new Definition.Arm(List.copyOf(cases), declaration);
  }

  private Declaration declaration() {
    SourcePosition position = peek().position();
    String type = type();
    if (type.equals("void")) {
      return new Declaration(Declaration.Shape.VOID, type, "", Optional.empty(), position);
    }
    if (accept("*")) {
      return named(Declaration.Shape.OPTIONAL, type, position);
    }
    Declaration single = named(Declaration.Shape.SINGLE, type, position);
    if (accept("[")) {
      Declaration array = bounded(single, Declaration.Shape.FIXED_ARRAY, Optional.of(value()));
      expect("]");
      return array;
    }
    if (accept("<")) {
      Optional<Value> maximum = peek().is(">") ? Optional.empty() : Optional.of(value());
      expect(">");
      return bounded(single, Declaration.Shape.VARIABLE_ARRAY, maximum);
    }
    return single;
  }

  private Declaration named(Declaration.Shape shape, String type, SourcePosition position) {
    return new Declaration(shape, type, identifier("a field").text(), Optional.empty(), position);
  }

  private static Declaration bounded(
      Declaration single, Declaration.Shape shape, Optional<Value> bound) {
    return new Declaration(shape, single.type(), single.name(), bound, single.position());
  }

  private String type() {
    Token token = take();
    if (token.is("unsigned")) {
      if (accept("hyper")) {
        return "unsigned hyper";
      }
      accept("int");
      return "unsigned int";
    }
    if (UNSUPPORTED_TYPES.contains(token.text())) {
      throw new SchemaException(token.position(), token.text() + " is not supported");
    }
    if (NESTED_TYPES.contains(token.text())) {
      throw new SchemaException(
          token.position(), "anonymous " + token.text() + ": define it by name and use the name");
    }
    if (token.kind() != Token.Kind.IDENTIFIER
        || KEYWORDS.contains(token.text()) && !BUILT_IN_TYPES.contains(token.text())) {
      throw new SchemaException(token.position(), "expected a type, found " + token.describe());
    }
    return token.text();
  }

  private Value value() {
    Token token = take();
    if (token.kind() == Token.Kind.NUMBER
        || token.kind() == Token.Kind.IDENTIFIER && !KEYWORDS.contains(token.text())) {
      return new Value(token.text(), token.position());
    }
    throw new SchemaException(token.position(), "expected a value, found " + token.describe());
  }

  private Token identifier(String what) {
    Token token = take();
    if (token.kind() != Token.Kind.IDENTIFIER || KEYWORDS.contains(token.text())) {
      throw new SchemaException(
          token.position(), "expected the name of " + what + ", found " + token.describe());
    }
    return token;
  }

  private boolean accept(String text) {
    if (!peek().is(text)) {
      return false;
    }
    index++;
    return true;
  }

  private void expect(String text) {
    if (!accept(text)) {
      throw unexpected("'" + text + "'");
    }
  }

  private SchemaException unexpected(String expected) {
    Token token = peek();
    return new SchemaException(
        token.position(), "expected " + expected + ", found " + token.describe());
  }

  private Token peek() {
    return tokens.get(index);
  }

  private Token take() {
    Token token = tokens.get(index);
    if (token.kind() != Token.Kind.END) {
      index++;
    }
    return token;
  }
}
