package io.ttpprocessor.consumer;

import io.grpc.Channel;
import io.ttpprocessor.kit.terminal.Terminals;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.store.RetryingSink;
import io.ttpprocessor.store.SinkException;
import io.ttpprocessor.store.TimedSink;
import java.io.PrintStream;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pipeline of a process, from the stream to its table, over one range. */
final class PipelineTask {
  private static final Logger log = LoggerFactory.getLogger(PipelineTask.class);

  private final ConsumerSettings settings;
  private final EventTable table;
  private final ConsumerStatus status;
  private final PrintStream out;
  private final boolean alone;
  private volatile ConsumerPipeline pipeline;

  /**
   * @param alone whether no other pipeline runs in this process: then lines need no name, and one
   *     may be rewritten on a terminal
   */
  PipelineTask(
      ConsumerSettings settings,
      EventTable table,
      ConsumerStatus status,
      PrintStream out,
      boolean alone) {
    this.settings = settings;
    this.table = table;
    this.status = status;
    this.out = out;
    this.alone = alone;
  }

  /** The name of the pipeline's table. */
  String name() {
    return table.name();
  }

  ConsumerStatus status() {
    return status;
  }

  /** Asks {@link #run} to return soon; what it has begun to store is finished or rolled back. */
  void stop() {
    ConsumerPipeline running = pipeline;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Stores the ledgers from {@code start} to {@code end}; returns at the end of a bounded range or
   * when {@link #stop} was called.
   */
  void run(Channel channel, PGSimpleDataSource database, long start, long end)
      throws ConsumerException, SinkException, InterruptedException {
    try (RetryingSink sink =
        new RetryingSink(
            new TimedSink(
                new PostgresSink(
                    database, table, settings.pipelineOf(table), settings.partitionLedgers()),
                status::transactionTook),
            status::databaseFailed,
            status::databaseWorks)) {
      StreamLimits limits = new StreamLimits(settings.silence(), settings.batchBytes());
      EventStreamClient client = new EventStreamClient(channel, limits, status::streamBroke);
      LedgerBatcher batcher = new LedgerBatcher(settings.batchLedgers(), settings.batchBytes());
      status.readsAhead(batcher::bytes);
      pipeline = new ConsumerPipeline(table, client, sink, batcher, status);
      RangePlan plan = pipeline.plan(start, end);
      if (plan.done()) {
        out.printf(
            "%snothing to do: ledgers %d to %d are stored, the last one stored is %d%n",
            label(), start, end, plan.first() - 1);
        return;
      }
      log.info("Reading {} {} from {}", table.name(), plan, settings.service());
      if (plan.live()) {
        status.isLive();
      }
      store(plan);
    }
  }

  private void store(RangePlan plan) throws ConsumerException, SinkException, InterruptedException {
    boolean terminal = alone && Terminals.isTerminal();
    ProgressReport progress =
        new ProgressReport(label(), plan, status, out, terminal, System::nanoTime);
    progress.start();
    try {
      pipeline.run(plan, settings.network());
    } finally {
      progress.close();
    }
  }

  private String label() {
    return alone ? "" : table.name() + ": ";
  }
}
