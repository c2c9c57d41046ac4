package io.ttpprocessor.kit.lifecycle;

/** A started part of a service that must be stopped before the process ends. */
@FunctionalInterface
public interface Stoppable {
  /**
   * Stops the part; called once. Should return within a second or two: all parts together have ten.
   */
  void stop() throws Exception;
}
