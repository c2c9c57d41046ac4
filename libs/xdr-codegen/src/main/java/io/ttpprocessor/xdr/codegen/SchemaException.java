package io.ttpprocessor.xdr.codegen;

/** A schema that cannot be read or resolved; the message begins with line and column. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SourcePosition position;

  /** Names the place and what is wrong there. */
  public SchemaException(SourcePosition position, String problem) {
    super(position + ": " + problem);
    this.position = position;
  }

  /** Where the problem was found. */
  public SourcePosition position() {
    return position;
  }
}
