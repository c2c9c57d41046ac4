package io.ttpprocessor.xdr.codegen.emitter;

/** Java text under construction, indented by two spaces a block. */
final class JavaSource {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  JavaSource line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
    return this;
  }

  JavaSource blank() {
    text.append('\n');
    return this;
  }

  /** Writes {@code head &#123;} and indents what follows. */
  JavaSource open(String head) {
    line(head + " {");
    depth++;
    return this;
  }

  /** Ends the block of the last {@link #open}. */
  JavaSource close() {
    return close("}");
  }

  /** Ends a block with more than a brace, as in <code>&#125;;</code>. */
  JavaSource close(String end) {
    depth--;
    return line(end);
  }

  /** A blank line and a documentation comment of one sentence. */
  JavaSource document(String sentence) {
    return blank().line("/** " + sentence + " */");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
