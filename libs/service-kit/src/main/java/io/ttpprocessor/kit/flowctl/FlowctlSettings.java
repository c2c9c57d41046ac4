package io.ttpprocessor.kit.flowctl;

import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.ClientSecurity;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the registration. Where it is off, the others are not looked at.
 *
 * @param isEnabled ENABLE_FLOWCTL: whether there is a control plane to register with
 * @param endpoint FLOWCTL_ENDPOINT: where it listens
 * @param security FLOWCTL_TLS and others: how it is connected to
 * @param interval FLOWCTL_HEARTBEAT_INTERVAL: from one heartbeat to the next
 * @param network STELLAR_NETWORK: the network's name, as it is told in the metadata
 * @param componentId FLOWCTL_COMPONENT_ID: the service's id in the pipeline's YAML file; may be
 *     empty
 */
record FlowctlSettings(
    boolean isEnabled,
    Endpoint endpoint,
    ClientSecurity security,
    Duration interval,
    String network,
    String componentId) {
  private static final Endpoint DEFAULT_ENDPOINT = new Endpoint("localhost", 8080);
  private static final String DEFAULT_NETWORK = "testnet";
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
  private static final Duration MOST_INTERVAL = Duration.ofHours(1);

  /** Reads the settings, noting what cannot be used. */
  static FlowctlSettings read(Settings settings) {
    if (!settings.flag("ENABLE_FLOWCTL", false)) {
      return new FlowctlSettings(
          false,
          DEFAULT_ENDPOINT,
          ClientSecurity.plaintext(),
          DEFAULT_INTERVAL,
          DEFAULT_NETWORK,
          "");
    }
    Endpoint endpoint = settings.endpoint("FLOWCTL_ENDPOINT", DEFAULT_ENDPOINT);
    return new FlowctlSettings(
        true,
        endpoint,
        ClientSecurity.read(settings, "FLOWCTL", "FLOWCTL_ENDPOINT", List.of(endpoint)),
        settings.duration(
            "FLOWCTL_HEARTBEAT_INTERVAL", DEFAULT_INTERVAL, LEAST_INTERVAL, MOST_INTERVAL),
        settings.text("STELLAR_NETWORK", DEFAULT_NETWORK),
        settings.text("FLOWCTL_COMPONENT_ID", ""));
  }
}
