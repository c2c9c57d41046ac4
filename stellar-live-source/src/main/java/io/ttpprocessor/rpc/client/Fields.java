package io.ttpprocessor.rpc.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The wanted fields of a JSON object: whole numbers and text; all others are passed over. */
public final class Fields {
  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  /** A reader of the fields named. */
  public static ResultReader<Fields> reader(String... names) {
    Set<String> wanted = Set.of(names);
    return json -> read(json, wanted);
  }

  private static Fields read(JsonParser json, Set<String> wanted) throws IOException {
    requireObject(json, "the result");
    Map<String, Object> values = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (wanted.contains(name) && value == JsonToken.VALUE_NUMBER_INT) {
        values.put(name, json.getLongValue());
      } else if (wanted.contains(name) && value == JsonToken.VALUE_STRING) {
        values.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return new Fields(values);
  }

  /** Refuses anything but the start of an object. */
  public static void requireObject(JsonParser json, String what) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException(what + " is " + json.currentToken() + ", not an object");
    }
  }

  /**
   * A whole number.
   *
   * @throws MalformedAnswerException when the field is missing or of another type
   */
  public long number(String name) throws MalformedAnswerException {
    Object value = values.get(name);
    if (value instanceof Long) {
      return (Long) value;
    }
    throw new MalformedAnswerException("the result has no whole number " + name);
  }

  /** A whole number, or {@code fallback} when there is none. */
  public long number(String name, long fallback) {
    Object value = values.get(name);
    return value instanceof Long ? (Long) value : fallback;
  }

  /**
   * Text.
   *
   * @throws MalformedAnswerException when the field is missing or of another type
   */
  public String text(String name) throws MalformedAnswerException {
    Object value = values.get(name);
    if (value instanceof String) {
      return (String) value;
    }
    throw new MalformedAnswerException("the result has no text " + name);
  }
}
