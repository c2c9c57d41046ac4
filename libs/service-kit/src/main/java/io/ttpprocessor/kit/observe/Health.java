package io.ttpprocessor.kit.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service's health at one moment.
 *
 * @param status how it is
 * @param metrics figures by name, in the order in which they are shown; values are numbers, text,
 *     booleans, maps or lists of them
 */
public record Health(HealthStatus status, Map<String, Object> metrics) {
  /** Keeps a copy of {@code metrics}, in its order. */
  public Health {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
