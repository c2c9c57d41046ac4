package io.ttpprocessor.xdr.codegen.emitter;

/**
 * An offset in generated code: an expression plus a constant.
 *
 * @param base a variable or a call, no sum
 * @param distance bytes after it
 */
record Position(String base, int distance) {
  /** The first byte of the value at hand. */
  static final Position START = new Position("offset", 0);

  Position plus(int bytes) {
    return new Position(base, distance + bytes);
  }

  /** The Java expression. */
  @Override
  public String toString() {
    return distance == 0 ? base : base + " + " + distance;
  }
}
