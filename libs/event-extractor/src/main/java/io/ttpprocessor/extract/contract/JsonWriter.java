package io.ttpprocessor.extract.contract;

import java.util.List;
import java.util.Map;

/**
 * JSON text (RFC 8259) of null, Boolean, BigInteger, String, List and Map from String, without
 * white space. Written here so that the library has no dependencies.
 */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.append(value);
    return writer.out.toString();
  }

  private void append(Object value) {
    if (value instanceof String text) {
      appendText(text);
    } else if (value instanceof List<?> elements) {
      appendArray(elements);
    } else if (value instanceof Map<?, ?> fields) {
      appendObject(fields);
    } else {
      out.append(value);
    }
  }

  private void appendArray(List<?> elements) {
    out.append('[');
    String separator = "";
    for (Object element : elements) {
      out.append(separator);
      append(element);
      separator = ",";
    }
    out.append(']');
  }

  private void appendObject(Map<?, ?> fields) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      out.append(separator);
      appendText((String) field.getKey());
      out.append(':');
      append(field.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void appendText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
