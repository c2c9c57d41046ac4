package io.ttpprocessor.kit.config;

import java.util.List;

/**
 * The environment cannot be used as it is. The message has one line per problem, each starting with
 * the variable's name; no secret's value is in it. A service that meets one exits with code 2.
 */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** Each problem's line, in the order in which they were found. */
  public List<String> problems() {
    return problems;
  }
}
