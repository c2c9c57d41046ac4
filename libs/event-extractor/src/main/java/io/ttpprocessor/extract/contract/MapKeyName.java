package io.ttpprocessor.extract.contract;

import java.util.List;
import java.util.Map;

/**
 * The field name under which a map's value stands in JSON: the key's JSON as the Go verb {@code %v}
 * prints it, which is how the original pipeline names it. A symbol or string is its own name, an
 * address {@code map[address:G… type:account]}, a vector {@code [a b]}.
 *
 * <p>A key with a map inside is named {@code #} and its place in the map, from 0: in the original
 * its name would repeat the names inside, and double in length with each level.
 */
final class MapKeyName {
  private final StringBuilder out = new StringBuilder();
  private boolean holdsMap;

  private MapKeyName() {}

  /** The name of the key at a place, from 0, of its map. */
  static String of(Object key, int index) {
    MapKeyName name = new MapKeyName();
    name.append(key);
    return name.holdsMap ? "#" + index : name.out.toString();
  }

  private void append(Object value) {
    if (value == null) {
      out.append("<nil>");
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
      separator = " ";
    }
    out.append(']');
  }

  private void appendObject(Map<?, ?> fields) {
    Object type = fields.get("type");
    if ("map".equals(type) || "contract_instance".equals(type)) {
      holdsMap = true;
      return;
    }
    if ("symbol".equals(type) || "string".equals(type)) {
      append(fields.get("value"));
      return;
    }
    out.append("map[");
    String separator = "";
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      out.append(separator).append(field.getKey()).append(':');
      append(field.getValue());
      separator = " ";
    }
    out.append(']');
  }
}
