package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.output.StoredFile;
import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.StandingRange;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of ranges, {@code _ranges/SPAN.json}. A range stands if its report is there and the
 * files that it tells are, in their sizes, and no others.
 *
 * <p>There is no lock, and a store cannot put a report and its files into their places at once. So
 * of two that meet at a range each first does, then looks: who makes it writes the report, then
 * looks at the files; who removes files looks at the reports after that. Whichever is later sees
 * the other, and withdraws the report. Where one is killed in between, the report is left, and
 * whoever reads it holds it against the files. Used by one thread.
 */
final class RangeReports {
  /** Folder of the reports; readers of tables pass over names that begin so. */
  private static final String FOLDER = "_ranges/";

  private static final String SUFFIX = ".json";

  private static final Logger log = LoggerFactory.getLogger(RangeReports.class);

  private final OutputStore store;
  private final RangeFiles files;

  /** Those that were read, which are read again only where their files are not as they tell. */
  private final Map<LedgerSpan, RangeReport> known = new TreeMap<>(RangeName.ORDER);

  RangeReports(OutputStore store, RangeFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * What there is of ranges of which a ledger lies in the one that was asked for.
   *
   * @param standing reports of ranges that stand, in order
   * @param fallen ranges whose report is there and does not stand
   * @param files all files of ranges, by range
   */
  record Look(
      List<RangeReport> standing,
      List<LedgerSpan> fallen,
      Map<LedgerSpan, List<StoredFile>> files) {}

  /** Looks at all ranges of which a ledger lies in {@code span}. */
  Look look(LedgerSpan span) throws IOException {
    // The reports come first: files of one that is there already are too, and not the reverse.
    List<LedgerSpan> told = told().stream().filter(range -> range.overlaps(span)).toList();
    List<LedgerSpan> unknown = told.stream().filter(range -> !known.containsKey(range)).toList();
    StoreRequests.all(unknown, this::read)
        .forEach(read -> read.ifPresent(report -> known.put(report.span(), report)));
    Map<LedgerSpan, List<StoredFile>> there = files.all();
    List<RangeReport> standing = new ArrayList<>();
    List<LedgerSpan> fallen = new ArrayList<>();
    for (LedgerSpan range : told) {
      RangeReport report = known.get(range);
      boolean whole =
          report != null
              && RangeFiles.difference(report, there.getOrDefault(range, List.of())).isEmpty();
      // What another has just made again is as a second look finds it.
      Optional<RangeReport> found = whole ? Optional.of(report) : standing(range);
      found.ifPresentOrElse(standing::add, () -> fallen.add(range));
    }
    return new Look(standing, fallen, there);
  }

  /** The ranges of which a report is there, whether they stand or not. */
  TreeSet<LedgerSpan> told() throws IOException {
    TreeSet<LedgerSpan> spans = new TreeSet<>(RangeName.ORDER);
    for (StoredFile file : store.list(FOLDER)) {
      String name = file.key().substring(FOLDER.length());
      if (name.endsWith(SUFFIX)) {
        RangeName.parse(name.substring(0, name.length() - SUFFIX.length())).ifPresent(spans::add);
      }
    }
    return spans;
  }

  /** The report of a range that stands, as it is now; why another does not is logged. */
  Optional<RangeReport> standing(LedgerSpan span) throws IOException {
    known.remove(span);
    Optional<RangeReport> report = read(span);
    if (report.isPresent()) {
      Optional<String> difference = RangeFiles.difference(report.get(), files.of(span));
      if (difference.isPresent()) {
        log.warn(
            "{} does not stand: {}; the range of {} is to be loaded again",
            store.description(key(span)),
            difference.get(),
            span);
        return Optional.empty();
      }
      known.put(span, report.get());
    }
    return report;
  }

  private Optional<RangeReport> read(LedgerSpan span) throws IOException {
    Optional<byte[]> json = store.read(key(span));
    return json.isPresent() ? Optional.of(parse(span, json.get())) : Optional.empty();
  }

  private RangeReport parse(LedgerSpan span, byte[] json) throws RangeRefusedException {
    try {
      RangeReport report = RangeReport.fromJson(new String(json, StandardCharsets.UTF_8));
      if (!report.span().equals(span)) {
        throw new IllegalArgumentException("is of " + report.span());
      }
      return report;
    } catch (IllegalArgumentException e) {
      throw new RangeRefusedException(
          String.format(
              "%s %s; remove this file to have %s loaded again",
              store.description(key(span)), e.getMessage(), span),
          e);
    }
  }

  /**
   * Refuses a range of which another one holds ledgers, as a job with other ranges at the same time
   * makes them.
   */
  void expectNoOverlap(LedgerSpan span) throws IOException {
    for (LedgerSpan other : told()) {
      if (!other.equals(span) && other.overlaps(span)) {
        throw new RangeRefusedException(
            String.format(
                "%s: %s are told to be there already, by %s, and so the range of %s is not made:"
                    + " run one job at a time over the same ledgers",
                store.description(), other, store.description(key(other)), span),
            null);
      }
    }
  }

  /** Refuses a range that does not join those which end before it or begin after it. */
  void expectJoins(RangeReport report) throws IOException {
    LedgerSpan span = report.span();
    for (LedgerSpan other : told()) {
      if (other.last() + 1 == span.first() || span.last() + 1 == other.first()) {
        Optional<RangeReport> neighbour = standing(other);
        if (neighbour.isPresent()) {
          expectFollows(neighbour.get().standing(), report.standing());
          expectFollows(report.standing(), neighbour.get().standing());
        }
      }
    }
  }

  private void expectFollows(StandingRange one, StandingRange next) throws RangeRefusedException {
    Optional<String> broken = one.breakBefore(next);
    if (broken.isPresent()) {
      throw new RangeRefusedException(
          String.format(
              "%s: %s: one of %s and %s is of another history",
              store.description(), broken.get(), one.span(), next.span()),
          null);
    }
  }

  /**
   * Writes the report of a range whose files are in their places.
   *
   * @throws IOException when it cannot be written, the files are not there afterwards, or another
   *     range of the same ledgers is; then neither report nor files stay
   */
  void write(RangeReport report) throws IOException {
    LedgerSpan span = report.span();
    try (OutputFileStream out = store.create(key(span))) {
      out.write(report.toJson().getBytes(StandardCharsets.UTF_8));
      out.commit();
    }
    Optional<String> difference = RangeFiles.difference(report, files.of(span));
    if (difference.isPresent()) {
      withdraw(span);
      throw new IOException(
          String.format(
              "%s is withdrawn: %s, for another job has been begun over the same ledgers",
              store.description(key(span)), difference.get()));
    }
    try {
      expectNoOverlap(span);
    } catch (RangeRefusedException e) {
      withdraw(span);
      for (StoredFile file : files.of(span)) {
        store.delete(file.key());
      }
      throw e;
    }
  }

  /** Removes a report. */
  void withdraw(LedgerSpan span) throws IOException {
    known.remove(span);
    store.delete(key(span));
  }

  private static String key(LedgerSpan span) {
    return FOLDER + RangeName.of(span) + SUFFIX;
  }

  /** Removes what killed processes left of reports, within {@code span}; returns how many. */
  int discardUnfinished(LedgerSpan span) throws IOException {
    int discarded = 0;
    for (StoredFile file : store.list(FOLDER)) {
      Optional<LedgerSpan> of = RangeName.within(file.key());
      if (file.key().contains("/.") && of.isPresent() && of.get().overlaps(span)) {
        store.delete(file.key());
        discarded++;
      }
    }
    return discarded;
  }
}
