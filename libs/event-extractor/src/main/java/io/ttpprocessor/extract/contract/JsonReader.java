package io.ttpprocessor.extract.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what {@link JsonWriter} writes, and any other JSON text (RFC 8259) whose numbers are whole.
 * A name may occur only once in an object. Every error is an IllegalArgumentException that tells
 * the offset in characters.
 */
final class JsonReader {
  /** More than a contract value at the depth limit of XDR comes to. */
  private static final int MAXIMUM_DEPTH = 2000;

  private static final String END_OF_NUMBER = ",]} \t\r\n";

  /** A number of more digits is none of a contract value's. */
  private static final int MAXIMUM_DIGITS = 100;

  private final String text;
  private int position;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.position < text.length()) {
      throw reader.error("text after the end of the value");
    }
    return value;
  }

  private Object value() {
    skipSpace();
    switch (peek()) {
      case '"':
        return string();
      case '[':
        return array();
      case '{':
        return object();
      case 't':
        return literal("true", true);
      case 'f':
        return literal("false", false);
      case 'n':
        return literal("null", null);
      default:
        return number();
    }
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    enter();
    if (!closes(']')) {
      do {
        elements.add(value());
      } while (continues(']'));
    }
    depth--;
    return elements;
  }

  private SortedMap<String, Object> object() {
    SortedMap<String, Object> fields = new TreeMap<>();
    enter();
    if (!closes('}')) {
      do {
        skipSpace();
        String name = string();
        skipSpace();
        expect(':');
        Object value = value();
        if (fields.containsKey(name)) {
          throw error("a second field of the name " + name);
        }
        fields.put(name, value);
      } while (continues('}'));
    }
    depth--;
    return fields;
  }

  private void enter() {
    if (++depth > MAXIMUM_DEPTH) {
      throw error("nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
    position++;
  }

  private boolean closes(char bracket) {
    skipSpace();
    if (peek() == bracket) {
      position++;
      return true;
    }
    return false;
  }

  /** Whether a comma comes next; otherwise the closing bracket must. */
  private boolean continues(char bracket) {
    if (closes(bracket)) {
      return false;
    }
    expect(',');
    return true;
  }

  private Object literal(String name, Boolean value) {
    if (!text.startsWith(name, position)) {
      throw error("not " + name);
    }
    position += name.length();
    return value;
  }

  private BigInteger number() {
    int start = position;
    while (position < text.length() && END_OF_NUMBER.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String digits = text.substring(start, Math.min(position, start + MAXIMUM_DIGITS));
    if (!digits.matches("-?(0|[1-9][0-9]*)") || digits.length() < position - start) {
      position = start;
      throw error("not a whole number");
    }
    return new BigInteger(digits);
  }

  private String string() {
    expect('"');
    StringBuilder content = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(position++);
      if (c < ' ') {
        throw error("a control character in a string");
      }
      content.append(c == '\\' ? escaped() : c);
    }
    position++;
    return content.toString();
  }

  private char escaped() {
    char c = peek();
    position++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("an unknown escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw error("not four hexadecimal digits");
      }
      value = value << 4 | digit;
      position++;
    }
    return (char) value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("not " + c);
    }
    position++;
  }

  private char peek() {
    if (position >= text.length()) {
      throw error("the text ends");
    }
    return text.charAt(position);
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private IllegalArgumentException error(String reason) {
    return new IllegalArgumentException("JSON at character " + position + ": " + reason);
  }
}
