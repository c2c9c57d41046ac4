package io.ttpprocessor.consumer.page;

import io.grpc.Channel;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.HealthServer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page for people: {@code /} and what it consists of, {@code /events} and {@code /api/…}. The
 * consumer's own figures are sampled each second; database and processor are asked while somebody
 * looks, once for all who do.
 */
public final class Page implements AutoCloseable {
  /** Most of the database's that it has open at a time, while somebody looks. */
  public static final int CONNECTIONS = PageDatabase.CONNECTIONS;

  private static final Logger log = LoggerFactory.getLogger(Page.class);
  private static final int PROBE_SECONDS = 5;
  private static final int THREADS = 3;

  private final Inputs inputs;
  private final Clock clock = Clock.systemUTC();
  private final PageDatabase database;
  private final ProcessorProbe probe;
  private final TableReader reader;
  private final EventHub hub;
  private final SearchThreads searches = new SearchThreads();
  private final PipelineState state = new PipelineState();
  private final Map<String, RateHistory> histories = new LinkedHashMap<>();
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(THREADS, daemons());

  /** The probe's own thread's. */
  private volatile long probeDue = System.nanoTime();

  /**
   * What the page shows.
   *
   * @param service the consumer's health as /health has it
   * @param pipelines each pipeline's, by its table
   * @param database where the tables are; the page's own, for its properties are set here
   * @param processor a connection to the processor, which the caller closes
   */
  public record Inputs(
      HealthReport service,
      Map<String, HealthReport> pipelines,
      PGSimpleDataSource database,
      Channel processor) {}

  private Page(Inputs inputs) {
    this.inputs = inputs;
    List<String> tables = List.copyOf(inputs.pipelines().keySet());
    database = new PageDatabase(inputs.database());
    probe = new ProcessorProbe(inputs.processor());
    hub = new EventHub(EventHub.Limits.USUAL, this::history);
    reader = new TableReader(database, tables, hub::publish);
    tables.forEach(table -> histories.put(table, new RateHistory()));
  }

  /** Begins to sample, and to serve the page at {@code server}. */
  public static Page start(Inputs inputs, HealthServer server) {
    Page page = new Page(inputs);
    new PageAssets().serveAt(server);
    SearchApi api = new SearchApi(page.database, List.copyOf(inputs.pipelines().keySet()));
    server.serve(
        "/api/transfers",
        page.searches.by(exchange -> api.answer(exchange, TableReader.TRANSFERS)));
    server.serve(
        "/api/contract-events",
        page.searches.by(exchange -> api.answer(exchange, TableReader.CONTRACT_EVENTS)));
    server.serve("/events", page.hub::open);
    page.everySecond(page::sample);
    page.everySecond(page::read);
    page.everySecond(page::probe);
    return page;
  }

  private void everySecond(Runnable task) {
    scheduler.scheduleWithFixedDelay(guarded(task), 0, 1, TimeUnit.SECONDS);
  }

  /** A task that throws would never be run again. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        if (!scheduler.isShutdown()) {
          log.warn("The page cannot be brought up to date", e);
        }
      }
    };
  }

  private void sample() {
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    Map<String, Health> pipelines = new LinkedHashMap<>();
    Map<String, RateHistory.Rates> rates = new LinkedHashMap<>();
    inputs
        .pipelines()
        .forEach(
            (table, report) -> {
              Health health = report.snapshot();
              pipelines.put(table, health);
              rates.put(
                  table,
                  histories
                      .get(table)
                      .add(
                          new RateHistory.Counts(
                              now,
                              nanos,
                              PipelineState.number(health, "ledgers_processed"),
                              PipelineState.number(health, "events_inserted"),
                              PipelineState.optional(health, "lag_ledgers"))));
            });
    PipelineState.Findings findings =
        new PipelineState.Findings(
            inputs.service().snapshot(), pipelines, rates, probe.finding(), reader.finding());
    // Also while nobody looks: since when something fails is to be known by who comes later.
    hub.publish("state", HttpAnswer.json(state.of(findings, now)));
    hub.cutOff();
  }

  private void read() {
    if (hub.isWatched()) {
      reader.read();
    } else {
      reader.forget();
    }
  }

  private void probe() {
    long now = System.nanoTime();
    if (!hub.isWatched()) {
      probe.forget();
      probeDue = now;
    } else if (now - probeDue >= 0) {
      probe.ask();
      probeDue = now + TimeUnit.SECONDS.toNanos(PROBE_SECONDS);
    }
  }

  private String history() {
    Map<String, Object> lists = new LinkedHashMap<>();
    histories.forEach((table, history) -> lists.put(table, history.lists()));
    return HttpAnswer.json(lists);
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "page");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    hub.close();
    searches.close();
    database.close();
  }
}
