package io.ttpprocessor.consumer;

import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthStatus;
import io.ttpprocessor.kit.observe.Outage;
import io.ttpprocessor.kit.observe.TipLag;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.TokenTransferTable;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a pipeline is and what keeps it from going on: for the health page, by which gRPC health
 * goes, and the progress lines. Thread-safe.
 */
final class ConsumerStatus implements HealthReport {
  private static final Logger log = LoggerFactory.getLogger(ConsumerStatus.class);

  private final AtomicLong eventsProcessed = new AtomicLong();
  private final AtomicLong eventsInserted = new AtomicLong();
  private final AtomicLong ledgersProcessed = new AtomicLong();
  private final AtomicLong lastLedger = new AtomicLong();
  private final AtomicLong receivedLedger = new AtomicLong();
  private final AtomicLong latestLedger = new AtomicLong();
  private final Outage streamOutage = new Outage(System::nanoTime);
  private final Outage databaseOutage = new Outage(System::nanoTime);
  private final TipLag tip;
  private final AtomicLong streamRetries = new AtomicLong();
  private final AtomicLong databaseRetries = new AtomicLong();
  private final String pipeline;
  private volatile LongConsumer transactionTimes = nanoseconds -> {};
  private volatile LongSupplier readAhead = () -> 0;
  private String streamProblem = "";
  private String databaseProblem = "";
  private String failure = "";

  /** The status of the pipeline of token transfers, which may be behind as far as it will. */
  ConsumerStatus() {
    this(TokenTransferTable.NAME, 0);
  }

  /**
   * @param pipeline whose status it is: the name of its table
   * @param maxLag how many ledgers a live pipeline may be behind the network; 0 for any number
   */
  ConsumerStatus(String pipeline, long maxLag) {
    this.pipeline = pipeline;
    this.tip = new TipLag(Clock.systemUTC(), maxLag);
  }

  /** The name of the pipeline's table. */
  String pipeline() {
    return pipeline;
  }

  /** Has each transaction's time told, in nanoseconds. */
  void timeTransactionsBy(LongConsumer consumer) {
    transactionTimes = consumer;
  }

  /** Has told how many bytes have been read and not yet been stored. */
  void readsAhead(LongSupplier bytes) {
    readAhead = bytes;
  }

  /** A transaction, whole or failed, has taken so long. */
  void transactionTook(long nanoseconds) {
    transactionTimes.accept(nanoseconds);
  }

  /** Figures at one moment. */
  record Counts(long ledgers, long events, long lastLedger, long latestLedger) {}

  Counts counts() {
    return new Counts(
        ledgersProcessed.get(), eventsInserted.get(), lastLedger.get(), latestLedger.get());
  }

  /** A ledger has come from the stream. */
  void received(LedgerEvents ledger) {
    eventsProcessed.addAndGet(ledger.getEventsCount() + ledger.getContractEventsCount());
    long sequence = Integer.toUnsignedLong(ledger.getSequence());
    long latest = Math.max(sequence, Integer.toUnsignedLong(ledger.getLatestLedger()));
    latestLedger.accumulateAndGet(latest, Math::max);
    receivedLedger.set(sequence);
    tip.knows(latest);
    update(() -> streamProblem = "");
  }

  /** A batch is in the database. */
  void stored(LedgerBatch batch) {
    ledgersProcessed.addAndGet(batch.ledgers().size());
    eventsInserted.addAndGet(batch.events());
    lastLedger.set(batch.last());
    tip.reached(batch.last(), latestLedger.get(), batch.closeTime());
  }

  /** The pipeline is to follow the network for ever, and so must not fall behind it. */
  void isLive() {
    tip.start();
  }

  /** The pipeline goes on from a ledger that was stored before. */
  void startsAfter(long ledger) {
    lastLedger.set(ledger);
  }

  void streamBroke(StreamFailure failure) {
    streamRetries.incrementAndGet();
    log.warn("The event stream broke, {} tries again: {}", pipeline, failure.getMessage());
    update(() -> streamProblem = failure.getMessage());
  }

  void databaseFailed(Exception failure) {
    databaseRetries.incrementAndGet();
    log.warn("The database failed, {} tries again: {}", pipeline, failure.getMessage());
    update(() -> databaseProblem = failure.getMessage());
  }

  void databaseWorks() {
    update(() -> databaseProblem = "");
  }

  /** The pipeline has stopped for good. */
  void failed(String reason) {
    update(() -> failure = reason);
  }

  private synchronized void update(Runnable change) {
    change.run();
    streamOutage.set(!streamProblem.isEmpty());
    databaseOutage.set(!databaseProblem.isEmpty());
  }

  @Override
  public synchronized Health snapshot() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    String reason = reason();
    if (!reason.isEmpty()) {
      metrics.put("reason", reason);
    }
    metrics.put("events_processed", eventsProcessed.get());
    metrics.put("events_inserted", eventsInserted.get());
    metrics.put("events_failed", 0);
    metrics.put("ledgers_processed", ledgersProcessed.get());
    metrics.put("received_ledger", receivedLedger.get());
    metrics.put("last_ledger", lastLedger.get());
    metrics.put("latest_ledger", latestLedger.get());
    tip.addTo(metrics);
    metrics.put("bytes_read_ahead", readAhead.getAsLong());
    metrics.put("stream_retries", streamRetries.get());
    metrics.put("database_retries", databaseRetries.get());
    metrics.put("stream_problem", streamProblem);
    metrics.put("database_problem", databaseProblem);
    if (!failure.isEmpty()) {
      metrics.put("failure", failure);
    }
    if (!tip.problem().isEmpty()) {
      metrics.put("lag_problem", tip.problem());
    }
    return new Health(status(reason), metrics);
  }

  /** What keeps all from being well, the worst first; empty where nothing does. */
  private String reason() {
    return Stream.of(
            failure,
            databaseProblem,
            streamProblem,
            tip.problem(),
            tip.isCatchingUp() ? "catching up with the network" : "",
            tip.isSilent() ? "no ledger has come for a minute" : "")
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What cannot be done now and then is not the same as what is not done at all. */
  private HealthStatus status(String reason) {
    boolean stopped =
        !failure.isEmpty()
            || streamOutage.isLong()
            || databaseOutage.isLong()
            || !tip.problem().isEmpty();
    if (stopped) {
      return HealthStatus.UNHEALTHY;
    }
    return reason.isEmpty() ? HealthStatus.HEALTHY : HealthStatus.DEGRADED;
  }
}
