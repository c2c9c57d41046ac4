package io.ttpprocessor.backfill.postgres;

import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.StandingRange;
import io.ttpprocessor.backfill.range.StandingRanges;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.DoneRange;
import io.ttpprocessor.store.EventTable;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.LoadedTable;
import io.ttpprocessor.store.ServerConnections;
import io.ttpprocessor.store.SinkException;
import io.ttpprocessor.store.TokenTransferTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Ranges as partitions of the streaming pipeline's tables, each of which is filled for itself. A
 * range stands in a table if {@code ledger_ranges} or the live consumer's cursor says so.
 */
public final class PostgresTarget implements RangeTarget {
  private final PostgresOptions options;
  private final LoadOptions load;
  private final PGSimpleDataSource database;
  private final TargetFailures failures;
  private final Map<EventProduct, LoadedTable> tables = new EnumMap<>(EventProduct.class);

  /**
   * The tables that {@code load} fills; nothing is connected yet.
   *
   * @param environment of this process: has the password
   * @throws ConfigurationException when the password cannot be read
   */
  public PostgresTarget(PostgresOptions options, LoadOptions load, Map<String, String> environment)
      throws ConfigurationException {
    this.options = options;
    this.load = load;
    this.database = options.database(environment);
    this.failures = new TargetFailures(description());
    for (EventProduct product : load.products()) {
      EventTable table = table(product);
      String name = options.pipelineName();
      String pipeline = name.isEmpty() ? table.name() : name;
      tables.put(product, new LoadedTable(database, table, pipeline));
    }
  }

  private EventTable table(EventProduct product) {
    return switch (product) {
      case TOKEN_TRANSFERS -> new TokenTransferTable();
      case CONTRACT_EVENTS -> new ContractEventTable(List.of(), List.of(), load.includeFailed());
    };
  }

  @Override
  public void prepare() throws IOException {
    try {
      Databases.migrate(database, tables.values().stream().map(LoadedTable::table).toList());
    } catch (SinkException e) {
      throw failures.of(e);
    }
  }

  @Override
  public List<StandingRanges> standing(LedgerSpan span) throws IOException {
    List<StandingRanges> parts = new ArrayList<>();
    for (LoadedTable table : tables.values()) {
      List<StandingRange> ranges = new ArrayList<>();
      for (DoneRange range : done(table)) {
        if (range.span().overlaps(span)) {
          ranges.add(
              new StandingRange(
                  range.span(),
                  kind(range.network(), range.rulesVersion()),
                  range.previousHash(),
                  range.lastHash()));
        }
      }
      parts.add(new StandingRanges(table.table().name() + " of " + description(), ranges));
    }
    return parts;
  }

  private List<DoneRange> done(LoadedTable table) throws IOException {
    try {
      return table.done();
    } catch (SinkException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void admit(List<LedgerSpan> ranges, int parallelism) throws IOException {
    String network = Network.of(load.networkPassphrase()).idHex();
    try {
      expectConnections(Math.min(parallelism, ranges.size()));
      for (LoadedTable table : tables.values()) {
        List<LedgerSpan> stored = LedgerSpan.united(table.done());
        List<LedgerSpan> lacking =
            ranges.stream().filter(range -> !range.without(stored).isEmpty()).toList();
        table.expectLoadable(lacking, network, EventExtractor.RULES_VERSION);
      }
    } catch (SinkException e) {
      throw failures.refusal(e);
    }
  }

  /** Of a range, a loader and a writer a table, the writer's replaced by the builds of indexes. */
  private void expectConnections(int rangesAtATime) throws SinkException {
    int each = 2 * tables.size() - 1 + options.indexThreads();
    ServerConnections server = ServerConnections.of(database);
    server.expect(
        (long) rangesAtATime * each,
        server.usable() < each
            ? String.format("lower --index-threads (%d)", options.indexThreads())
            : String.format(
                "each of %d ranges at a time takes %d; lower --parallelism to %d, or"
                    + " --index-threads (%d)",
                rangesAtATime, each, server.usable() / each, options.indexThreads()));
  }

  /** The rows of neighbours may have become one, and the cursor's own has grown. */
  @Override
  public List<EventProduct> lacking(LedgerSpan span, List<EventProduct> products)
      throws IOException {
    List<EventProduct> lacking = new ArrayList<>();
    for (EventProduct product : products) {
      List<LedgerSpan> stored = LedgerSpan.united(done(tables.get(product)));
      if (!span.without(stored).isEmpty()) {
        lacking.add(product);
      }
    }
    return lacking;
  }

  @Override
  public int discardUnfinished(LedgerSpan span) throws IOException {
    int discarded = 0;
    try {
      for (LoadedTable table : tables.values()) {
        discarded += table.discardUnfinished(span);
      }
    } catch (SinkException e) {
      throw failures.of(e);
    }
    return discarded;
  }

  @Override
  public RangeSink open(LedgerSpan span, List<EventProduct> products) throws IOException {
    return PostgresRangeSink.begin(
        products.stream().map(tables::get).toList(), span, options.indexThreads(), failures);
  }

  @Override
  public Map<String, Long> rows(LedgerSpan span) throws IOException {
    Map<String, Long> rows = new LinkedHashMap<>();
    try {
      for (LoadedTable table : tables.values()) {
        rows.put(table.table().name(), table.rows(span));
      }
    } catch (SinkException e) {
      throw failures.of(e);
    }
    return rows;
  }

  @Override
  public String kindOf(LoadOptions options) {
    return kind(Network.of(options.networkPassphrase()).idHex(), EventExtractor.RULES_VERSION);
  }

  private static String kind(String network, long rulesVersion) {
    return "network " + network + ", rules " + rulesVersion;
  }

  @Override
  public String setting() {
    return "POSTGRES_DB";
  }

  @Override
  public String description() {
    return String.format(
        "database %s at %s:%d",
        database.getDatabaseName(), database.getServerNames()[0], database.getPortNumbers()[0]);
  }

  @Override
  public void close() {
    // Each step has connections of its own.
  }
}
