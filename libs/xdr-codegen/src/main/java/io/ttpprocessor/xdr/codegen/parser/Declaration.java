package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SourcePosition;
import java.util.Optional;

/**
 * A declaration of RFC 4506: a type, a shape and a name, as in {@code SCVal args<10>}.
 *
 * @param shape how often the type occurs
 * @param type {@code int}, {@code unsigned int}, {@code hyper}, {@code unsigned hyper}, {@code
 *     bool}, {@code opaque}, {@code string}, the name of a type, or {@code void}
 * @param name what is declared; empty for {@code void}
 * @param bound the length or the maximum; absent where there is none
 * @param position where the type stands
 */
public record Declaration(
    Shape shape, String type, String name, Optional<Value> bound, SourcePosition position) {

  /** How often the type of a declaration occurs. */
  public enum Shape {
    /** {@code void}: nothing at all. */
    VOID,
    /** {@code T name}. */
    SINGLE,
    /** {@code T* name}: none or one. */
    OPTIONAL,
    /** {@code T name[n]}: exactly n. */
    FIXED_ARRAY,
    /** {@code T name<n>} or {@code T name<>}: a count, then so many. */
    VARIABLE_ARRAY
  }

  /** The declaration in the schema's language, without a semicolon. */
  @Override
  public String toString() {
    String length = bound.map(Value::text).orElse("");
    return switch (shape) {
      case VOID -> "void";
      case SINGLE -> type + " " + name;
      case OPTIONAL -> type + "* " + name;
      case FIXED_ARRAY -> type + " " + name + "[" + length + "]";
      case VARIABLE_ARRAY -> type + " " + name + "<" + length + ">";
    };
  }
}
