package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputPlace;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.output.StoredFile;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.LoadOptions;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.backfill.range.RangeTarget;
import io.ttpprocessor.backfill.range.StandingRange;
import io.ttpprocessor.backfill.range.StandingRanges;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranges as Parquet files in one place. A range stands if its report is there, which is written
 * after all of its files, and those are there as it tells them ({@link RangeReports}).
 */
public final class ParquetTarget implements RangeTarget {
  private final OutputStore store;
  private final ParquetOptions options;
  private final RangeReports reports;

  /**
   * Opens the place.
   *
   * @throws IOException when a folder could not be made
   */
  public ParquetTarget(OutputPlace place, ParquetOptions options) throws IOException {
    this(place.open(), options);
  }

  /** A target in a store, which is closed with it. */
  ParquetTarget(OutputStore store, ParquetOptions options) {
    this.store = store;
    this.options = options;
    this.reports = new RangeReports(store, new RangeFiles(store));
  }

  @Override
  public List<StandingRanges> standing(LedgerSpan span) throws IOException {
    List<StandingRange> ranges =
        reports.look(span).standing().stream().map(RangeReport::standing).toList();
    return List.of(new StandingRanges(description(), ranges));
  }

  @Override
  public Map<String, Long> rows(LedgerSpan span) throws IOException {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (RangeReport report : reports.look(span).standing()) {
      report.tables().forEach(table -> rows.merge(table.table(), table.rows(), Long::sum));
    }
    return rows;
  }

  @Override
  public List<EventProduct> lacking(LedgerSpan span, List<EventProduct> products)
      throws IOException {
    return reports.standing(span).isPresent() ? List.of() : products;
  }

  @Override
  public int discardUnfinished(LedgerSpan span) throws IOException {
    RangeReports.Look look = reports.look(span);
    for (LedgerSpan fallen : look.fallen()) {
      reports.withdraw(fallen);
    }
    int discarded = look.fallen().size() + reports.discardUnfinished(span);
    // Once more: a range may have been finished meanwhile.
    Set<LedgerSpan> told = reports.told();
    Set<LedgerSpan> emptied = new TreeSet<>(RangeName.ORDER);
    for (Map.Entry<LedgerSpan, List<StoredFile>> range : look.files().entrySet()) {
      if (range.getKey().overlaps(span)) {
        boolean unfinished = !told.contains(range.getKey());
        for (StoredFile file : range.getValue()) {
          if (unfinished || file.key().contains("/.")) {
            store.delete(file.key());
            discarded++;
          }
        }
        if (unfinished) {
          emptied.add(range.getKey());
        }
      }
    }
    withdrawUnlessStanding(emptied);
    return discarded;
  }

  /** Of ranges whose files were removed: a job that still runs may have finished one. */
  private void withdrawUnlessStanding(Set<LedgerSpan> emptied) throws IOException {
    if (!emptied.isEmpty()) {
      emptied.retainAll(reports.told());
      for (LedgerSpan range : emptied) {
        if (reports.standing(range).isEmpty()) {
          reports.withdraw(range);
        }
      }
    }
  }

  @Override
  public RangeSink open(LedgerSpan span, List<EventProduct> products) throws IOException {
    reports.expectNoOverlap(span);
    return new ParquetRangeSink(store, options, reports, span);
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
}
