package io.ttpprocessor.kit.observe;

import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.ListenAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command {@code healthcheck [ready|live]} of every service's jar: asks the service that runs
 * with the same variables how it is, so that an image needs no other program to be watched. It is
 * asked for before anything else of the service is loaded, for it may run every ten seconds.
 */
public final class HealthCheck {
  /** The command's name. */
  public static final String COMMAND = "healthcheck";

  private static final int WELL = 0;
  private static final int UNWELL = 1;
  private static final int WRONG_USE = 2;
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final int LONGEST_ANSWER = 4_096;
  private static final List<String> QUESTIONS = List.of("ready", "live");
  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
  private static final String LOOPBACK = "127.0.0.1";

  private HealthCheck() {}

  /** Whether the command line asks for it. */
  public static boolean isAsked(String[] arguments) {
    return arguments.length > 0 && COMMAND.equals(arguments[0]);
  }

  /**
   * Asks, and prints one line.
   *
   * @param arguments {@code healthcheck}, then {@code ready} (which is asked unless told) or {@code
   *     live}
   * @param healthPort the service's health port where HEALTH_PORT is unset
   * @return the exit code: 0 well, 1 not well or no answer, 2 wrong use or settings
   */
  public static int run(String[] arguments, int healthPort) {
    return run(List.of(arguments), System.getenv(), healthPort, System.out);
  }

  static int run(
      List<String> arguments, Map<String, String> environment, int healthPort, PrintStream out) {
    String question = arguments.size() == 1 ? QUESTIONS.get(0) : arguments.get(1);
    if (arguments.size() > 2 || !QUESTIONS.contains(question)) {
      out.println("usage: " + COMMAND + " [ready|live]");
      return WRONG_USE;
    }
    Settings settings = Settings.of(environment);
    int port = settings.port("HEALTH_PORT", healthPort);
    String bind = ListenAddresses.ofHealth(settings);
    if (port == 0) {
      out.println("HEALTH_PORT is 0, any free port: set it to one that can be asked");
      return WRONG_USE;
    }
    String host = ANY_ADDRESS.contains(bind) ? LOOPBACK : bind;
    return ask(URI.create("http://" + inAddress(host) + ":" + port + "/health/" + question), out);
  }

  private static String inAddress(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static int ask(URI address, PrintStream out) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      out.println(status + " " + body(connection, status));
      return status == HttpURLConnection.HTTP_OK ? WELL : UNWELL;
    } catch (IOException e) {
      out.println(address + " does not answer: " + e.getMessage());
      return UNWELL;
    }
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    boolean failed = status >= HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream body = failed ? connection.getErrorStream() : connection.getInputStream()) {
      return body == null
          ? ""
          : new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8)
              .replaceAll("\\R", " ");
    }
  }
}
