package io.ttpprocessor.kit.security;

import io.ttpprocessor.kit.config.Settings;

/** Where a service listens: this machine alone unless its settings say otherwise. */
public final class ListenAddresses {
  static final String BIND = "BIND_ADDRESS";
  static final String HEALTH_BIND = "HEALTH_BIND_ADDRESS";

  private static final String LOOPBACK = "127.0.0.1";

  private ListenAddresses() {}

  /** Of gRPC: BIND_ADDRESS. */
  static String ofGrpc(Settings settings) {
    return settings.text(BIND, LOOPBACK);
  }

  /**
   * Of health and metrics, which are never encrypted: HEALTH_BIND_ADDRESS; unless it is set, that
   * of gRPC where that is plaintext too, and allowed.
   */
  public static String ofHealth(Settings settings) {
    boolean isLikeGrpc =
        Plaintext.isAllowed(settings) && settings.optional("TLS_CERT_FILE").isEmpty();
    return settings.text(HEALTH_BIND, isLikeGrpc ? ofGrpc(settings) : LOOPBACK);
  }
}
