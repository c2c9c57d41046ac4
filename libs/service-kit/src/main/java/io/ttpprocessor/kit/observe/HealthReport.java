package io.ttpprocessor.kit.observe;

/** Tells how the service is; asked on each request, from several threads. */
@FunctionalInterface
public interface HealthReport {
  /** The health now; must not block. */
  Health snapshot();
}
