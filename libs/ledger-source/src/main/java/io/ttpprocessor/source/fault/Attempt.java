package io.ttpprocessor.source.fault;

import io.ttpprocessor.source.SourceException;

/** One try at something that may fail for a while, such as a request over a network. */
@FunctionalInterface
public interface Attempt<T> {
  /**
   * Tries once.
   *
   * @throws SourceException TRANSIENT when trying again may help; the message names the object or
   *     URL
   */
  T make() throws SourceException, InterruptedException;
}
