package io.ttpprocessor.rpc;

import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.security.Plaintext;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.rpc.client.AuthorizationHeader;
import io.ttpprocessor.rpc.client.ClientOptions;
import io.ttpprocessor.rpc.client.RpcEndpoint;
import io.ttpprocessor.source.StreamLimits;
import io.ttpprocessor.source.fault.FaultOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The service's settings.
 *
 * @param server where and to how many the ledgers are served
 * @param endpoints the RPC servers, the preferred first
 * @param networkPassphrase the network that they must be of; empty for whichever they are
 * @param client how requests are made
 * @param faults how faults are met
 * @param options how ledgers are read
 * @param ignored variables of the original that are set and mean nothing here
 */
record RpcConfiguration(
    Server server,
    List<RpcEndpoint> endpoints,
    Optional<String> networkPassphrase,
    ClientOptions client,
    FaultOptions faults,
    RpcOptions options,
    List<String> ignored) {
  static final int HEALTH_PORT = 8088;

  private static final long MEBIBYTE = 1L << 20;
  private static final int USUAL_PAGE = 100;

  /** Of the original's datastore, checkpoints, caches and worker pools. */
  private static final List<String> MEANINGLESS =
      List.of(
          "SERVE_LEDGERS_FROM_DATASTORE",
          "DATASTORE_BUCKET_PATH",
          "BUCKET_PATH",
          "GCS_BUCKET_PATH",
          "S3_BUCKET_PATH",
          "CHECKPOINT_PATH",
          "CHECKPOINT_INTERVAL",
          "MAX_BATCH_SIZE",
          "CACHE_HISTORICAL_RESPONSES",
          "ENABLE_PREDICTIVE_PREFETCH",
          "HISTORICAL_CACHE_DURATION",
          "PREFETCH_CONCURRENCY",
          "BUFFER_SIZE",
          "NUM_WORKERS",
          "RETRY_LIMIT",
          "RETRY_WAIT");

  /**
   * Where and to how many the ledgers are served.
   *
   * @param security where to listen, and who may connect
   * @param port gRPC port
   * @param healthPort HTTP port of the health page
   * @param streams how many calls are served at a time
   */
  record Server(ServerSecurity security, int port, int healthPort, StreamLimits streams) {}

  /**
   * Reads the settings.
   *
   * @throws ConfigurationException with every setting that cannot be used
   */
  static RpcConfiguration read(Settings settings) throws ConfigurationException {
    Server server =
        new Server(
            ServerSecurity.read(settings),
            settings.port("PORT", 50051),
            settings.port("HEALTH_PORT", HEALTH_PORT),
            StreamLimits.read(settings));
    List<RpcEndpoint> endpoints = endpoints(settings);
    Optional<String> passphrase = settings.optional("NETWORK_PASSPHRASE");
    ClientOptions client = client(settings);
    FaultOptions faults = FaultOptions.read(settings);
    RpcOptions options = options(settings, faults);
    List<String> ignored =
        MEANINGLESS.stream()
            .filter(name -> settings.optional(name).isPresent())
            .collect(Collectors.toList());
    settings.throwIfProblems();
    return new RpcConfiguration(server, endpoints, passphrase, client, faults, options, ignored);
  }

  private static List<RpcEndpoint> endpoints(Settings settings) {
    List<RpcEndpoint> endpoints = new ArrayList<>();
    int number = 0;
    for (String text : settings.text("RPC_ENDPOINT", "").split(",")) {
      if (text.isBlank()) {
        continue;
      }
      number++;
      try {
        RpcEndpoint endpoint = RpcEndpoint.parse(text.trim());
        endpoints.add(endpoint);
        if (!endpoint.isEncrypted()) {
          Plaintext.check(settings, "RPC_ENDPOINT", endpoint.host(), "use https");
        }
      } catch (IllegalArgumentException e) {
        // Its text is not shown: it may hold a key.
        settings.problem("RPC_ENDPOINT", "number " + number + " " + e.getMessage());
      }
    }
    if (number == 0) {
      settings.problem("RPC_ENDPOINT", "is required");
    }
    return endpoints;
  }

  private static ClientOptions client(Settings settings) {
    Secret header = settings.secret("RPC_AUTH_HEADER", "");
    Optional<AuthorizationHeader> authorization = Optional.empty();
    if (!header.isEmpty()) {
      try {
        authorization = Optional.of(AuthorizationHeader.parse(header));
      } catch (IllegalArgumentException e) {
        settings.problem("RPC_AUTH_HEADER", e.getMessage());
      }
    }
    return new ClientOptions(
        authorization,
        settings.duration(
            "REQUEST_TIMEOUT",
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)),
        settings.bytes("MAX_RESPONSE_BYTES", 128 * MEBIBYTE, MEBIBYTE, 2047 * MEBIBYTE));
  }

  private static RpcOptions options(Settings settings, FaultOptions faults) {
    Optional<Duration> poll = Optional.empty();
    if (settings.optional("POLL_INTERVAL").isPresent()) {
      Duration second = Duration.ofSeconds(1);
      poll =
          Optional.of(
              settings.duration(
                  "POLL_INTERVAL", second, Duration.ofMillis(1), second.multipliedBy(60)));
    }
    return new RpcOptions(
        settings.bytes("PAGE_BYTES", 16 * MEBIBYTE, 1 << 10, 1024 * MEBIBYTE),
        settings.integer("BATCH_SIZE", USUAL_PAGE, 1, PageFetcher.MAX_LEDGERS),
        settings.bytes("PREFETCH_BYTES", 128 * MEBIBYTE, 0, 1L << 40),
        faults.maxRetries(),
        poll);
  }
}
