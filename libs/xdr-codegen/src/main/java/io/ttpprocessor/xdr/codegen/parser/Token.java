package io.ttpprocessor.xdr.codegen.parser;

import io.ttpprocessor.xdr.codegen.SourcePosition;

/**
 * One word, number or punctuation mark of a schema.
 *
 * @param kind what it is
 * @param text as written; empty at the end of the text
 * @param position where its first character stands
 */
record Token(Kind kind, String text, SourcePosition position) {

  enum Kind {
    IDENTIFIER,
    NUMBER,
    PUNCTUATION,
    END
  }

  boolean is(String expected) {
    return kind != Kind.END && text.equals(expected);
  }

  /** How an error message names this token. */
  String describe() {
    return kind == Kind.END ? "end of schema" : "'" + text + "'";
  }
}
