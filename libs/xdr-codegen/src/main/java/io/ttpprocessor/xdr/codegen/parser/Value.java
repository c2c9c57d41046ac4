package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SourcePosition;

/**
 * A number of the schema, as a literal or as the name of a constant.
 *
 * @param text {@code 12}, {@code -1}, {@code 0x0c}, {@code 014} or an identifier
 * @param position where it stands
 */
public record Value(String text, SourcePosition position) {

  /** Whether this is a number; otherwise it is the name of one. */
  public boolean isLiteral() {
    char first = text.charAt(0);
    return first == '-' || first >= '0' && first <= '9';
  }

  /** The number of a literal; a NumberFormatException when it does not fit 64 bits. */
  public long literal() {
    return Long.decode(text);
  }
}
