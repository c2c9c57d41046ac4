package io.ttpprocessor.kit.lifecycle;

import io.ttpprocessor.kit.config.Settings;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a starting service is given: its settings and arguments, and where it registers its parts.
 */
public final class ServiceContext {
  private final Settings settings;
  private final List<String> arguments;
  private final StartedParts parts;
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  ServiceContext(Settings settings, List<String> arguments, StartedParts parts) {
    this.settings = settings;
    this.arguments = List.copyOf(arguments);
    this.parts = parts;
  }

  /** The environment's settings. */
  public Settings settings() {
    return settings;
  }

  /** The command line's arguments. */
  public List<String> arguments() {
    return arguments;
  }

  /** Registers a started part, to be closed after all that are registered later, and returns it. */
  public <T extends AutoCloseable> T manage(String name, T part) {
    parts.add(name, part::close);
    return part;
  }

  /** Registers what is to be done to stop a part, after all that are registered later. */
  public void onStop(String name, Stoppable part) {
    parts.add(name, part);
  }

  /**
   * Asks for an orderly end of the process with {@code code}; returns at once. Only the first call
   * counts. For a service whose work is done (0) or whose part has failed for good (1).
   */
  public void exit(int code) {
    exitCode.complete(code);
  }

  CompletableFuture<Integer> exitCode() {
    return exitCode;
  }
}
