package io.ttpprocessor.kit.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which variables a service's readers ask for, whether they are set or not. */
final class AskedVariables {
  private final Map<String, String> fallbacks = new LinkedHashMap<>();

  /** A variable that is asked for twice has the fallback of the reader that has one. */
  void add(String name, String[] aliases, String fallback) {
    String names = aliases.length == 0 ? name : name + " " + String.join(" ", aliases);
    fallbacks.merge(names, fallback, (known, next) -> known.isEmpty() ? next : known);
  }

  Map<String, String> toMap() {
    return new LinkedHashMap<>(fallbacks);
  }
}
