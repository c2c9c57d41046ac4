package io.ttpprocessor.kit.observe;

import java.util.Locale;

/** How a service is. */
public enum HealthStatus {
  /** It does its work. */
  HEALTHY,
  /** It does its work, but something fails or is retried. */
  DEGRADED,
  /** It does not do its work; the health page answers 503. */
  UNHEALTHY;

  /** The status as the health page shows it: in lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
