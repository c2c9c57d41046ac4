package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.consumer.sink.Databases;
import io.ttpprocessor.consumer.sink.PostgresSink;
import io.ttpprocessor.consumer.sink.RetryingSink;
import io.ttpprocessor.consumer.sink.SinkException;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.kit.observe.HealthServer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the storing consumer's parts, and runs it in a thread of its own. */
final class ConsumerService {
  /** The parts that are stopped after this one need what is left of the ten seconds. */
  private static final long STOP_SECONDS = 7;

  private static final Logger log = LoggerFactory.getLogger(ConsumerService.class);

  private final ConsumerSettings settings;
  private final ServiceContext context;
  private final PrintStream out;
  private volatile boolean stopping;
  private volatile ConsumerPipeline pipeline;

  private ConsumerService(ConsumerSettings settings, ServiceContext context, PrintStream out) {
    this.settings = settings;
    this.context = context;
    this.out = out;
  }

  /** Starts to store the ledgers from {@code start} to {@code end}. */
  static void start(ServiceContext context, long start, long end, PrintStream out)
      throws ConfigurationException, IOException {
    ConsumerSettings settings = ConsumerSettings.read(context.settings());
    new ConsumerService(settings, context, out).start(start, end);
  }

  private void start(long start, long end) throws IOException {
    GrpcServer grpc =
        context.manage(
            "gRPC health", GrpcServer.builder(settings.grpcPort()).bind(settings.bind()).start());
    ConsumerStatus status = new ConsumerStatus(grpc::setServing);
    HealthServer health =
        context.manage(
            "health",
            HealthServer.start(settings.bind(), settings.healthPort(), "consumer-app", status));
    log.info("Health on port {}, gRPC health on port {}", health.port(), grpc.port());
    Thread thread = new Thread(() -> context.exit(run(start, end, status)), "consumer");
    context.onStop("consumer", () -> stop(thread));
    thread.start();
  }

  private void stop(Thread thread) throws InterruptedException {
    stopping = true;
    ConsumerPipeline running = pipeline;
    if (running != null) {
      running.stop();
    }
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
  }

  private int run(long start, long end, ConsumerStatus status) {
    ManagedChannel channel = GrpcChannels.to(settings.service());
    try {
      DataSource database = Databases.open(settings.database());
      RetryingSink.repeat(() -> Databases.migrate(database), status::databaseFailed);
      status.databaseWorks();
      try (RetryingSink sink =
          new RetryingSink(
              new PostgresSink(database, settings.pipeline()),
              status::databaseFailed,
              status::databaseWorks)) {
        store(start, end, status, channel, sink);
      }
      return 0;
    } catch (ConsumerException | SinkException e) {
      return failed(status, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stopping ? 0 : failed(status, e);
    } finally {
      channel.shutdownNow();
    }
  }

  private int failed(ConsumerStatus status, Exception failure) {
    if (stopping) {
      return 0;
    }
    status.failed(failure.getMessage());
    log.error("The consumer stops: {}", failure.getMessage());
    log.debug("The consumer stops", failure);
    return 1;
  }

  private void store(
      long start, long end, ConsumerStatus status, ManagedChannel channel, RetryingSink sink)
      throws ConsumerException, SinkException, InterruptedException {
    StreamLimits limits = new StreamLimits(settings.silence(), settings.batchBytes());
    EventStreamClient client = new EventStreamClient(channel, limits, status::streamBroke);
    LedgerBatcher batcher = new LedgerBatcher(settings.batchLedgers(), settings.batchBytes());
    pipeline = new ConsumerPipeline(client, sink, batcher, status);
    RangePlan plan = pipeline.plan(start, end);
    if (plan.done()) {
      out.println(
          "nothing to do: ledgers "
              + start
              + " to "
              + end
              + " are stored, the last one stored is "
              + (plan.first() - 1));
      return;
    }
    log.info("Reading {} from {}", plan, settings.service());
    boolean terminal = Terminals.isTerminal();
    ProgressReport progress = new ProgressReport(plan, status, out, terminal, System::nanoTime);
    progress.start();
    try {
      pipeline.run(plan, settings.network());
    } finally {
      progress.close();
    }
  }
}
