package io.ttpprocessor.consumer;

import io.grpc.Channel;
import io.ttpprocessor.store.ComparisonSink;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.RetryingSink;
import io.ttpprocessor.store.SinkException;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Reads a range of ledgers as a storing pipeline does, with the same checks, retries and bounds of
 * memory, into a comparison in place of a store.
 */
final class TableVerification implements AutoCloseable {
  private final ConsumerSettings settings;
  private final EventTable table;
  private final VerifyReport report;
  private final ConsumerStatus status;
  private final ComparisonSink comparison;

  /**
   * @param repair whether ledgers that differ are replaced
   */
  TableVerification(
      ConsumerSettings settings,
      EventTable table,
      PGSimpleDataSource database,
      boolean repair,
      VerifyReport report) {
    this.settings = settings;
    this.table = table;
    this.report = report;
    this.status = new ConsumerStatus(table.name(), 0);
    this.comparison =
        new ComparisonSink(database, table, settings.pipelineOf(table), repair, report);
  }

  /** The stretches of ledgers that are stored, in order. */
  List<LedgerSpan> stored() throws SinkException, InterruptedException {
    RetryingSink.repeat(comparison::open, status::databaseFailed);
    return LedgerSpan.united(comparison.stored());
  }

  /** Compares the ledgers of {@code span}, which are stored. */
  void run(Channel channel, LedgerSpan span)
      throws ConsumerException, SinkException, InterruptedException {
    RetryingSink sink = new RetryingSink(comparison, status::databaseFailed, status::databaseWorks);
    EventStreamClient client =
        new EventStreamClient(
            channel,
            new StreamLimits(settings.silence(), settings.batchBytes()),
            status::streamBroke);
    LedgerBatcher batcher = new LedgerBatcher(settings.batchLedgers(), settings.batchBytes());
    RangePlan plan = RangePlan.from(span.first(), span.last());
    ProgressReport progress =
        new ProgressReport(table.name() + ": ", plan, status, System.err, false, System::nanoTime);
    long before = status.counts().events();
    progress.start();
    try {
      new ConsumerPipeline(table, client, sink, batcher, status).run(plan, settings.network());
    } finally {
      progress.stop();
    }
    report.summary(span, status.counts().events() - before);
  }

  @Override
  public void close() {
    comparison.close();
  }
}
