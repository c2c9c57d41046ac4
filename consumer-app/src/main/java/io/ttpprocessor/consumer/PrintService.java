package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.consumer.ConsumerSettings.StreamSettings;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.lifecycle.ServiceContext;
import io.ttpprocessor.store.TokenTransferTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints a range of ledgers in a thread of its own; stores nothing. */
final class PrintService {
  private static final Logger log = LoggerFactory.getLogger(PrintService.class);

  /** As much as a storing consumer's, unless that is told otherwise. */
  private static final long READ_AHEAD_BYTES = 16 << 20;

  private PrintService() {}

  /** Starts to print the ledgers from {@code start} to {@code end}. */
  static void start(ServiceContext context, long start, long end, EventPrinter printer)
      throws ConfigurationException {
    StreamSettings settings = ConsumerSettings.readStream(context.settings());
    ManagedChannel channel = GrpcChannels.to(settings.service(), settings.security());
    context.manage("processor certificates", settings.security());
    context.onStop("event stream", channel::shutdownNow);
    Thread thread =
        new Thread(() -> context.exit(run(settings, channel, start, end, printer)), "print");
    context.onStop("print", thread::interrupt);
    thread.start();
  }

  private static int run(
      StreamSettings settings, ManagedChannel channel, long start, long end, EventPrinter printer) {
    EventStreamClient client =
        new EventStreamClient(
            channel,
            new StreamLimits(settings.silence(), READ_AHEAD_BYTES),
            failure -> log.warn("The event stream broke, trying again: {}", failure.getMessage()));
    try {
      RangePlan plan = RangePlan.from(start, end);
      client.read(new CursorChain(plan, new TokenTransferTable(), settings.network()), printer);
      return 0;
    } catch (ConsumerException e) {
      log.error("Printing stops: {}", e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
