package io.ttpprocessor.backfill.range;

import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads one range after the other: reads its ledgers in order, with the checks of the streaming
 * source, extracts their events and hands them to the sink. Closing it closes the lake. Used by one
 * thread.
 */
public final class RangeLoader implements AutoCloseable {
  private final LakeLedgerSource lake;
  private final LoadOptions options;
  private final RangeTarget target;
  private final LoadProgress progress;
  private final Map<List<EventProduct>, LedgerExtraction> extractions = new HashMap<>();

  /** A loader from {@code lake} into {@code target}. */
  public RangeLoader(
      LakeLedgerSource lake, LoadOptions options, RangeTarget target, LoadProgress progress) {
    this.lake = lake;
    this.options = options;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Loads a range; what stands of it already is left as it is.
   *
   * @throws SourceException when a ledger cannot be had, or its events not be told; the message
   *     names it and its object
   * @throws IOException when the sink cannot be written to
   */
  public void load(LedgerSpan span) throws SourceException, IOException, InterruptedException {
    List<EventProduct> lacking = target.lacking(span, options.products());
    if (lacking.isEmpty()) {
      progress.standing(span);
      return;
    }
    LoadOptions wanted = options.only(lacking);
    LedgerExtraction extraction =
        extractions.computeIfAbsent(lacking, products -> new LedgerExtraction(wanted));
    try (RangeSink sink = target.open(span, lacking);
        LedgerCursor cursor = lake.open(LedgerRange.bounded(span.first(), span.last()))) {
      // What is told of a ledger is copied out of its bytes before the next is asked for.
      cursor.reuseMemory();
      Run run = new Run(span, lacking.stream().map(RangeDigest::new).toList());
      Optional<LedgerBytes> next = cursor.next();
      while (next.isPresent()) {
        ExtractedLedger ledger = extraction.extract(next.get());
        sink.write(ledger);
        run.add(ledger, next.get().length());
        progress.ledger(ledger, next.get().length());
        next = cursor.next();
      }
      sink.commit(run.report(wanted));
    }
  }

  @Override
  public void close() {
    lake.close();
  }

  /** What is noted of a range while it is loaded. */
  private static final class Run {
    private final LedgerSpan span;
    private final List<RangeDigest> digests;
    private LedgerEvents first;
    private LedgerEvents last;
    private long bytes;

    Run(LedgerSpan span, List<RangeDigest> digests) {
      this.span = span;
      this.digests = digests;
    }

    void add(ExtractedLedger ledger, int size) {
      // Without their events, which would keep the ledger in memory.
      LedgerEvents bare = ledger.events().with(List.of());
      first = first == null ? bare : first;
      last = bare;
      bytes += size;
      digests.forEach(digest -> digest.add(ledger));
    }

    RangeReport report(LoadOptions options) {
      if (first == null || first.sequence() != span.first() || last.sequence() != span.last()) {
        throw new IllegalStateException("the lake's cursor ended within " + span);
      }
      return new RangeReport(
          span.first(),
          span.last(),
          Network.of(options.networkPassphrase()).idHex(),
          HexFormat.of().formatHex(first.previousHash()),
          HexFormat.of().formatHex(last.hash()),
          EventExtractor.RULES_VERSION,
          options.filter(),
          bytes,
          digests.stream().map(RangeDigest::summary).toList());
    }
  }
}
