package io.ttpprocessor.consumer;

import io.grpc.ManagedChannel;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.store.RetryingSink;
import io.ttpprocessor.store.TokenTransferTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** The consumer as {@code main} puts it together, but in this process: one run of one range. */
final class StoringRun implements AutoCloseable {
  /** Most ledgers and bytes of a transaction. */
  record Batches(int ledgers, long bytes) {}

  private final ManagedChannel channel;
  private final PGSimpleDataSource database;
  private final EventTable table;
  private final RetryingSink sink;
  final ConsumerStatus status = new ConsumerStatus();
  final ConsumerPipeline pipeline;
  Optional<String> network = Optional.empty();

  StoringRun(int upstreamPort, int databasePort, String databaseName) {
    this(upstreamPort, databasePort, databaseName, 100);
  }

  StoringRun(int upstreamPort, int databasePort, String databaseName, int batchLedgers) {
    this(new TokenTransferTable(), upstreamPort, databasePort, databaseName, batchLedgers);
  }

  StoringRun(
      EventTable table, int upstreamPort, int databasePort, String databaseName, int batchLedgers) {
    this(table, upstreamPort, databasePort, databaseName, new Batches(batchLedgers, 1 << 20));
  }

  StoringRun(
      EventTable table, int upstreamPort, int databasePort, String databaseName, Batches batches) {
    this.table = table;
    channel = GrpcChannels.to(new Endpoint("localhost", upstreamPort));
    database = Databases.open(settings(databasePort, databaseName));
    sink =
        new RetryingSink(
            new PostgresSink(database, table, table.name()),
            status::databaseFailed,
            status::databaseWorks);
    pipeline =
        new ConsumerPipeline(
            table,
            new EventStreamClient(
                channel,
                new StreamLimits(Duration.ofSeconds(60), batches.bytes()),
                status::streamBroke),
            sink,
            new LedgerBatcher(batches.ledgers(), batches.bytes()),
            status);
  }

  static DatabaseSettings settings(int port, String name) {
    return new DatabaseSettings(
        "localhost", port, name, "postgres", new Secret("postgres"), "disable", Optional.empty());
  }

  /** Stores the range, as far as it is not stored; true when there was something to do. */
  boolean store(long start, long end) throws Exception {
    migrate();
    RangePlan plan = pipeline.plan(start, end);
    if (plan.done()) {
      return false;
    }
    pipeline.run(plan, network);
    return true;
  }

  void migrate() throws Exception {
    RetryingSink.repeat(() -> Databases.migrate(database, List.of(table)), status::databaseFailed);
    status.databaseWorks();
  }

  @Override
  public void close() {
    sink.close();
    channel.shutdownNow();
  }
}
