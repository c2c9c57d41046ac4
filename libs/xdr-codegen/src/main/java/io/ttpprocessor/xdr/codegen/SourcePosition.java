package io.ttpprocessor.xdr.codegen;

/**
 * A place in the schema's text.
 *
 * @param line line number, from 1
 * @param column column number in UTF-16 code units, from 1
 */
public record SourcePosition(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
