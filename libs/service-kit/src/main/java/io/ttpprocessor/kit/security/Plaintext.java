package io.ttpprocessor.kit.security;

import io.ttpprocessor.kit.config.Settings;
import java.util.Locale;

/** The rule for what is not encrypted: it stays on this machine unless ALLOW_PLAINTEXT says so. */
public final class Plaintext {
  private static final String ALLOW = "ALLOW_PLAINTEXT";

  private Plaintext() {}

  /** Whether ALLOW_PLAINTEXT lets unencrypted traffic leave this machine. */
  public static boolean isAllowed(Settings settings) {
    return settings.flag(ALLOW, false);
  }

  /**
   * Notes a problem where a host is not this machine and plaintext is not allowed.
   *
   * @param variable the variable that names the host
   * @param way how else it could be done, as in {@code "set TLS_CERT_FILE and TLS_KEY_FILE"}
   */
  public static void check(Settings settings, String variable, String host, String way) {
    if (!isLoopback(host) && !isAllowed(settings)) {
      settings.problem(
          variable,
          String.format(
              "would send plaintext to or from %s, which is not this machine; %s, or set"
                  + " ALLOW_PLAINTEXT=true where the network is trusted",
              host, way));
    }
  }

  /** Whether a host's name or address is this machine's own, by its text alone. */
  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.matches("127(\\.[0-9]{1,3}){3}")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.equals("0:0:0:0:0:0:0:1");
  }
}
