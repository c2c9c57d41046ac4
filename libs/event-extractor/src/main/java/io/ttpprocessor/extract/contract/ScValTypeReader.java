package io.ttpprocessor.extract.contract;

import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.runtime.XdrCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the text that {@link ScValType#textOf} writes. */
final class ScValTypeReader {
  private static final Map<String, SCValType> TYPES = types();
  private static final int MAXIMUM_DIGITS = 9;

  private final String text;
  private int position;
  private int depth;

  private ScValTypeReader(String text) {
    this.text = text;
  }

  /** Throws an IllegalArgumentException that tells the offset in characters. */
  static ScValType read(String text) {
    ScValTypeReader reader = new ScValTypeReader(text);
    ScValType type = reader.type();
    if (reader.position < text.length()) {
      throw reader.error("text after the end of the type");
    }
    return type;
  }

  private ScValType type() {
    if (++depth > XdrCheck.MAXIMUM_DEPTH) {
      throw error("nested deeper than " + XdrCheck.MAXIMUM_DEPTH + " levels");
    }
    int start = position;
    while (position < text.length() && "(),:*".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    SCValType type = TYPES.get(text.substring(start, position));
    if (type == null) {
      position = start;
      throw error("not the name of a type");
    }
    List<ScValType.Run> runs = takes('(') ? runs() : null;
    depth--;
    return new ScValType(type, runs);
  }

  private List<ScValType.Run> runs() {
    List<ScValType.Run> runs = new ArrayList<>();
    while (!takes(')')) {
      if (!runs.isEmpty() && !takes(',')) {
        throw error("neither , nor )");
      }
      ScValType first = type();
      ScValType second = takes(':') ? type() : null;
      int count = takes('*') ? count() : 1;
      runs.add(
          second == null
              ? new ScValType.Run(null, first, count)
              : new ScValType.Run(first, second, count));
    }
    return runs;
  }

  private int count() {
    int start = position;
    while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
      position++;
    }
    if (position == start || position - start > MAXIMUM_DIGITS) {
      position = start;
      throw error("not a count");
    }
    return Integer.parseInt(text.substring(start, position));
  }

  private boolean takes(char c) {
    boolean found = position < text.length() && text.charAt(position) == c;
    position += found ? 1 : 0;
    return found;
  }

  private IllegalArgumentException error(String reason) {
    return new IllegalArgumentException("type at character " + position + ": " + reason);
  }

  private static Map<String, SCValType> types() {
    Map<String, SCValType> types = new HashMap<>();
    for (SCValType type : SCValType.values()) {
      types.put(ScValTree.nameOf(type), type);
    }
    return types;
  }
}
