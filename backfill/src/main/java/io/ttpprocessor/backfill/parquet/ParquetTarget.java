package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.StandingRange;
import io.ttpprocessor.backfill.range.StandingRanges;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ranges as Parquet files in one place. A range stands if its report {@code _ranges/SPAN.json} is
 * there, which is written after all of its files.
 */
public final class ParquetTarget implements RangeTarget {
  /** Folder of the reports; readers of tables pass over names that begin so. */
  static final String REPORTS = "_ranges/";

  /** What the folder of a range is called by, as Hive's partitions are. */
  static final String PARTITION = "ledgers=";

  private static final String REPORT_SUFFIX = ".json";

  /** Where files of ranges are. */
  private static final List<String> FOLDERS =
      Stream.concat(ParquetRangeSink.TABLES.stream(), Stream.of("_ranges")).toList();

  private final OutputStore store;
  private final ParquetOptions options;

  /**
   * Opens the place.
   *
   * @throws IOException when a folder cannot be made
   */
  public ParquetTarget(OutputPlace place, ParquetOptions options) throws IOException {
    this.store = place.open();
    this.options = options;
  }

  @Override
  public List<StandingRanges> standing(LedgerSpan span) throws IOException {
    List<StandingRange> ranges = reports(span).stream().map(RangeReport::standing).toList();
    return List.of(new StandingRanges(description(), ranges));
  }

  @Override
  public Map<String, Long> rows(LedgerSpan span) throws IOException {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (RangeReport report : reports(span)) {
      report.tables().forEach(table -> rows.merge(table.table(), table.rows(), Long::sum));
    }
    return rows;
  }

  private List<RangeReport> reports(LedgerSpan span) throws IOException {
    List<RangeReport> reports = new ArrayList<>();
    for (String key : store.list(REPORTS)) {
      Optional<LedgerSpan> standing = spanOfReport(key);
      if (standing.isPresent() && standing.get().overlaps(span)) {
        find(standing.get()).ifPresent(reports::add);
      }
    }
    return reports;
  }

  @Override
  public List<EventProduct> lacking(LedgerSpan span, List<EventProduct> products)
      throws IOException {
    return find(span).isPresent() ? List.of() : products;
  }

  private Optional<RangeReport> find(LedgerSpan span) throws IOException {
    String key = report(span);
    Optional<byte[]> json = store.read(key);
    return json.isPresent() ? Optional.of(parse(key, span, json.get())) : Optional.empty();
  }

  private RangeReport parse(String key, LedgerSpan span, byte[] json) throws IOException {
    try {
      RangeReport report = RangeReport.fromJson(new String(json, StandardCharsets.UTF_8));
      if (!report.span().equals(span)) {
        throw new IllegalArgumentException("is of " + report.span());
      }
      return report;
    } catch (IllegalArgumentException e) {
      throw new IOException(store.description() + "/" + key + " " + e.getMessage(), e);
    }
  }

  @Override
  public int discardUnfinished(LedgerSpan span) throws IOException {
    Set<LedgerSpan> standing = new HashSet<>();
    for (String key : store.list(REPORTS)) {
      spanOfReport(key).ifPresent(standing::add);
    }
    int discarded = 0;
    for (String folder : FOLDERS) {
      for (String key : store.list(folder + "/")) {
        Optional<LedgerSpan> of = RangeName.within(key);
        boolean unfinished = key.contains("/.") || of.isPresent() && !standing.contains(of.get());
        if (of.isPresent() && of.get().overlaps(span) && unfinished) {
          store.delete(key);
          discarded++;
        }
      }
    }
    return discarded;
  }

  @Override
  public RangeSink open(LedgerSpan span, List<EventProduct> products) {
    return new ParquetRangeSink(store, options, span);
  }

  @Override
  public String kindOf(LoadOptions options) {
    return RangeReport.kindOf(options);
  }

  @Override
  public String setting() {
    return "--output";
  }

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Key of a range's report. */
  static String report(LedgerSpan span) {
    return REPORTS + RangeName.of(span) + REPORT_SUFFIX;
  }

  private static Optional<LedgerSpan> spanOfReport(String key) {
    return key.endsWith(REPORT_SUFFIX)
        ? RangeName.parse(key.substring(REPORTS.length(), key.length() - REPORT_SUFFIX.length()))
        : Optional.empty();
  }
}
