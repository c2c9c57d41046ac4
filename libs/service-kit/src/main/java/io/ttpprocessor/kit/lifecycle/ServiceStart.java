package io.ttpprocessor.kit.lifecycle;

import io.ttpprocessor.kit.config.ConfigurationException;

/** Starts a service's parts, each registered with the context as soon as it runs. */
@FunctionalInterface
public interface ServiceStart {
  /**
   * Reads settings, starts parts and returns; the parts go on in threads of their own.
   *
   * @throws ConfigurationException when settings cannot be used: exit code 2
   * @throws Exception any other reason not to start: exit code 1. Parts registered so far are
   *     stopped
   */
  void start(ServiceContext context) throws Exception;
}
