package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.consumer.page.Page;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.flowctl.Flowctl;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthServer;
import io.ttpprocessor.kit.security.SecuredHealth;
import io.ttpprocessor.kit.security.ServerSecurity;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.RetryingSink;
import io.ttpprocessor.store.ServerConnections;
import io.ttpprocessor.store.SinkException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the storing consumer's parts, and runs its pipelines beside each other, each in a thread
 * of its own. One that fails for good ends them all, and the process with an exit code that is not
 * 0: half of what was asked for would look like the whole.
 */
final class ConsumerService {
  /** The parts that are stopped after this one need what is left of the ten seconds. */
  private static final long STOP_MILLIS = 7_000;

  private static final Logger log = LoggerFactory.getLogger(ConsumerService.class);

  private final ConsumerSettings settings;
  private final ServiceContext context;
  private final List<PipelineTask> tasks = new ArrayList<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /** The ledgers that were asked for, as the command line has them. */
  private record Range(long start, long end) {}

  /** How a pipeline ended. */
  private record Outcome(PipelineTask task, Throwable failure) {}

  private ConsumerService(ConsumerSettings settings, ServiceContext context) {
    this.settings = settings;
    this.context = context;
  }

  /** Starts to store the ledgers from {@code start} to {@code end}. */
  static void start(ServiceContext context, long start, long end, PrintStream out)
      throws ConfigurationException, IOException {
    ServerSecurity security = ServerSecurity.read(context.settings());
    Flowctl flowctl = Flowctl.read(context.settings());
    ConsumerSettings settings = ConsumerSettings.read(context.settings());
    context.manage("certificates", security);
    context.manage("processor certificates", settings.security());
    new ConsumerService(settings, context).start(security, flowctl, new Range(start, end), out);
  }

  private void start(ServerSecurity security, Flowctl flowctl, Range range, PrintStream out)
      throws IOException {
    GrpcServer grpc =
        context.manage(
            "gRPC health", GrpcServer.builder(settings.grpcPort()).security(security).start());
    ConsumerHealth health = new ConsumerHealth(settings.maxLagLedgers());
    boolean alone = settings.tables().size() == 1;
    for (EventTable table : settings.tables()) {
      tasks.add(new PipelineTask(settings, table, health.add(table.name()), out, alone));
    }
    HealthReport report =
        flowctl.report(SecuredHealth.of(health, security, settings.security(), flowctl.security()));
    grpc.follow(report);
    HealthServer healthServer =
        context.manage(
            "health",
            HealthServer.start(
                security.healthBindAddress(),
                settings.healthPort(),
                "consumer-app",
                report,
                flowctl.tell(ConsumerMeters.of(health))));
    log.info("Health on port {}, gRPC health on port {}", healthServer.port(), grpc.port());
    if (settings.pageEnabled()) {
      startPage(report, healthServer);
    }
    Thread thread = new Thread(() -> context.exit(run(range.start(), range.end())), "consumer");
    context.onStop("consumer", () -> stop(thread));
    thread.start();
    flowctl.start(
        context,
        ConsumerDescription.of(settings),
        healthServer.port(),
        ConsumerDescription.figures(health));
  }

  /** By connections of its own, so that it never waits for what is stored, or the other way. */
  private void startPage(HealthReport report, HealthServer server) {
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    context.onStop("page's connection to the processor", channel::shutdownNow);
    Map<String, HealthReport> pipelines = new LinkedHashMap<>();
    tasks.forEach(task -> pipelines.put(task.name(), task.status()));
    Page.Inputs inputs =
        new Page.Inputs(report, pipelines, Databases.open(settings.database()), channel);
    context.manage("page", Page.start(inputs, server));
    log.info("Page on port {}", server.port());
  }

  private void stop(Thread thread) throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(STOP_MILLIS);
  }

  private int run(long start, long end) {
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    try {
      PGSimpleDataSource database = Databases.open(settings.database());
      prepare(database);
      for (PipelineTask task : tasks) {
        Thread thread =
            new Thread(() -> run(task, channel, database, start, end), "pipeline-" + task.name());
        threads.add(thread);
        thread.start();
      }
      return awaitEnd();
    } catch (SinkException e) {
      return failed(tasks.get(0), e);
    } catch (InterruptedException e) {
      return stopping ? 0 : failed(tasks.get(0), e);
    } finally {
      stopTasks();
      channel.shutdownNow();
    }
  }

  /** One of them does it for all, and is the one whose trouble it is. */
  private void prepare(PGSimpleDataSource database) throws SinkException, InterruptedException {
    ConsumerStatus status = tasks.get(0).status();
    RetryingSink.repeat(
        () -> {
          requireConnections(ServerConnections.of(database));
          Databases.migrate(database, settings.tables());
        },
        status::databaseFailed);
    status.databaseWorks();
  }

  /** The page's are for who looks, and not worth the rows. */
  private void requireConnections(ServerConnections server) throws SinkException {
    server.expect(settings.tables().size(), "name fewer PIPELINES");
    server
        .refusal(settings.connections(), "PAGE_ENABLED=false needs less")
        .ifPresent(shortage -> log.warn("The page may be slow or without an answer: {}", shortage));
  }

  private void run(
      PipelineTask task,
      ManagedChannel channel,
      PGSimpleDataSource database,
      long start,
      long end) {
    try {
      task.run(channel, database, start, end);
      outcomes.add(new Outcome(task, null));
    } catch (Throwable e) {
      // An Error too: a pipeline that ended unseen would pass for one that is done.
      outcomes.add(new Outcome(task, e));
    }
  }

  private int awaitEnd() throws InterruptedException {
    for (int running = tasks.size(); running > 0; running--) {
      Outcome outcome = outcomes.take();
      if (outcome.failure() != null) {
        return failed(outcome.task(), outcome.failure());
      }
    }
    return 0;
  }

  private int failed(PipelineTask task, Throwable failure) {
    if (stopping) {
      return 0;
    }
    task.status().failed(String.valueOf(failure.getMessage()));
    log.error("The consumer stops: pipeline {}: {}", task.name(), failure.getMessage());
    if (failure instanceof ConsumerException || failure instanceof SinkException) {
      log.debug("The consumer stops", failure);
    } else {
      log.error("Nobody expected that", failure);
    }
    return 1;
  }

  /** Ends those that still run; what they have begun to store is finished or rolled back. */
  private void stopTasks() {
    tasks.forEach(PipelineTask::stop);
    threads.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
