package io.ttpprocessor.kit.lifecycle;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.log.LogSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Runs a service from start to exit code:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   System.exit(ServiceMain.run("ttp-processor", args, context -> { ... }));
 * }
 * }</pre>
 *
 * <p>Exit codes: 0 after SIGTERM or SIGINT or when the service asked for it, 1 when it failed to
 * start or a thread died, 2 when its settings cannot be used.
 */
public final class ServiceMain {
  /** How long all parts together may take to stop. */
  public static final Duration STOP_LIMIT = Duration.ofSeconds(9);

  static final int FAILED = 1;
  static final int UNUSABLE_SETTINGS = 2;

  private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);

  private ServiceMain() {}

  /**
   * Starts the service, waits until it is asked to end, stops its parts in reverse order.
   *
   * @return the process's exit code
   */
  public static int run(String name, String[] arguments, ServiceStart start) {
    return run(name, arguments, System.getenv(), start);
  }

  static int run(
      String name, String[] arguments, Map<String, String> environment, ServiceStart start) {
    // gRPC and the JDK's HTTP server log by the JDK's own logger: they shall look like all else.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    StartedParts parts = new StartedParts();
    ServiceContext context =
        new ServiceContext(Settings.of(environment), List.of(arguments), parts);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptionPolicy(context));
    Thread hook = new Thread(() -> endOnSignal(name, parts), "signal");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = startAndAwait(name, context, start);
    boolean stopped = parts.stopAll(STOP_LIMIT);
    forget(hook);
    Thread.setDefaultUncaughtExceptionHandler(before);
    return stopped || code != 0 ? code : FAILED;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("A signal is ending the process: its hook sets the exit code");
    }
  }

  /**
   * The JVM's own exit code after a signal is 128 + its number, whatever was stopped in good order;
   * halting is the only way to another one.
   */
  private static void endOnSignal(String name, StartedParts parts) {
    log.info("{} is stopping on a signal", name);
    boolean stopped = parts.stopAll(STOP_LIMIT);
    log.info("{} has stopped", name);
    Runtime.getRuntime().halt(stopped ? 0 : FAILED);
  }

  private static int startAndAwait(String name, ServiceContext context, ServiceStart start) {
    try {
      LogSettings.check(context.settings());
      start.start(context);
      return context.exitCode().get();
    } catch (ConfigurationException e) {
      System.err.println(name + " cannot start, its settings need mending:");
      e.problems().forEach(problem -> System.err.println("  " + problem));
      return UNUSABLE_SETTINGS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception e) {
      log.error("{} cannot start: {}", name, causes(e));
      log.debug("{} cannot start", name, e);
      return FAILED;
    }
  }

  /** The messages of a failure and its causes, on one line. */
  static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      if (text.indexOf(message) < 0) {
        text.append(text.length() == 0 ? "" : ": ").append(message);
      }
    }
    return text.toString();
  }
}
