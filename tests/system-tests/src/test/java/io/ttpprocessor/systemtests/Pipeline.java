package io.ttpprocessor.systemtests;

import io.ttpprocessor.testkit.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Source, processor and consumer as three processes on fixed loopback ports, so that each can be
 * killed and started again while the others go on looking for it where it was.
 */
final class Pipeline implements AutoCloseable {
  /** The services, from the lake to the table. */
  enum Service {
    SOURCE("stellar-live-source-datalake"),
    PROCESSOR("ttp-processor"),
    CONSUMER("consumer-app");

    private final String module;

    Service(String module) {
      this.module = module;
    }

    private Path jar() {
      return Path.of(System.getProperty("ttp.root"), module, "target", module + ".jar");
    }
  }

  /** The last ledger wanted, inclusive, and where everything is. */
  record Plan(
      Path lake, String networkPassphrase, Database database, long first, long last, Path logs) {}

  private static final String HEALTH_PORT = "HEALTH_PORT";
  private static final String PORT = "PORT";

  private final Plan plan;
  private final Map<String, String> extraVariables;
  private final int sourcePort = ChildProcess.freePort();
  private final int processorPort = ChildProcess.freePort();
  private final Map<Service, ChildProcess> running = new EnumMap<>(Service.class);

  /** The extra variables are every service's; each reads what it knows. */
  Pipeline(Plan plan, Map<String, String> extraVariables) {
    this.plan = plan;
    this.extraVariables = extraVariables;
  }

  void startAll() {
    for (Service service : Service.values()) {
      start(service);
    }
  }

  void start(Service service) {
    start(service, Map.of());
  }

  /** The given variables take precedence. */
  void start(Service service, Map<String, String> variables) {
    List<String> arguments =
        service == Service.CONSUMER
            ? List.of(Long.toString(plan.first()), Long.toString(plan.last()))
            : List.of();
    Map<String, String> environment = environment(service);
    environment.putAll(variables);
    running.put(
        service, ChildProcess.startJar(service.jar(), arguments, environment, log(service)));
  }

  /** Runs another command of the consumer's to its end; returns its exit code. */
  int runConsumer(String... arguments) {
    try (ChildProcess command = startConsumer(String.join("-", arguments), arguments)) {
      return command.await(Duration.ofMinutes(1));
    }
  }

  /** Starts another command of the consumer's, whose output goes to the log {@code name}. */
  ChildProcess startConsumer(String name, String... arguments) {
    return ChildProcess.startJar(
        Service.CONSUMER.jar(),
        List.of(arguments),
        environment(Service.CONSUMER),
        plan.logs().resolve(name + ".log"));
  }

  void killAndRestart(Service service) {
    running.get(service).kill();
    start(service);
  }

  ChildProcess process(Service service) {
    return running.get(service);
  }

  /** Where the processor listens. */
  String processorAddress() {
    return "localhost:" + processorPort;
  }

  private Path log(Service service) {
    return plan.logs().resolve(service.module + ".log");
  }

  private Map<String, String> environment(Service service) {
    Map<String, String> variables = new HashMap<>(addresses(service));
    variables.putAll(extraVariables);
    return variables;
  }

  private Map<String, String> addresses(Service service) {
    return switch (service) {
      case SOURCE ->
          Map.of(
              PORT,
              Integer.toString(sourcePort),
              HEALTH_PORT,
              "0",
              "STORAGE_TYPE",
              "FS",
              "BUCKET_NAME",
              plan.lake().toString());
      case PROCESSOR ->
          Map.of(
              PORT,
              Integer.toString(processorPort),
              HEALTH_PORT,
              "0",
              "LIVE_SOURCE_ENDPOINT",
              "localhost:" + sourcePort,
              "NETWORK_PASSPHRASE",
              plan.networkPassphrase());
      case CONSUMER ->
          Map.of(
              PORT,
              "0",
              HEALTH_PORT,
              "0",
              "TTP_SERVICE_ADDRESS",
              "localhost:" + processorPort,
              "POSTGRES_HOST",
              "localhost",
              "POSTGRES_PORT",
              Integer.toString(plan.database().port()),
              "POSTGRES_DB",
              plan.database().name(),
              "POSTGRES_USER",
              "postgres",
              "POSTGRES_PASSWORD",
              "postgres");
    };
  }

  @Override
  public void close() {
    running.values().forEach(ChildProcess::close);
  }
}
