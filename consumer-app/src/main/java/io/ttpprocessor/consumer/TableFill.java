package io.ttpprocessor.consumer;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.ttpprocessor.store.DoneRange;
import io.ttpprocessor.store.LedgerRanges;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.SinkException;
import io.ttpprocessor.store.SinkException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills what is missing of a table, piece by piece, lowest ledgers first. What is missing is read
 * anew before each piece, since backfills, other fills and a live consumer change it meanwhile;
 * pieces of theirs are left to them, and waited for.
 */
final class TableFill {
  private static final Logger log = LoggerFactory.getLogger(TableFill.class);
  private static final long LAST_LEDGER = 0xffff_ffffL;
  private static final long WAIT_MILLIS = 1_000;

  /** Of a database that is away: some four minutes in all, more than a restart takes. */
  private static final RetryPolicy<Object> PATIENCE =
      RetryPolicy.builder()
          .handleIf(e -> e instanceof SinkException sink && sink.kind() == Kind.TRANSIENT)
          .withMaxRetries(12)
          .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(30))
          .onRetryScheduled(
              event -> log.warn("Tried again: {}", event.getLastException().getMessage()))
          .build();

  private final FillContext context;
  private final LedgerRanges ranges;
  private final SourceCheck source;
  private final FillReport report;
  private final FillProgress progress;
  private final List<LedgerSpan> givenUp = new ArrayList<>();

  /** Pieces that others are at work on, with what was said of it. */
  private final Map<LedgerSpan, String> taken = new LinkedHashMap<>();

  private List<LedgerSpan> wanted = List.of();

  TableFill(FillContext context, FillReport report, FillProgress progress) {
    this.context = context;
    this.ranges = new LedgerRanges(context.table(), context.pipeline());
    this.source = new SourceCheck(context);
    this.report = report;
    this.progress = progress;
  }

  /**
   * Fills what is missing of {@code asked} at this moment.
   *
   * @return whether nothing of it is missing any more
   * @throws ConsumerException when the processor is not one for this table
   * @throws SinkException when the database fails; whole pieces stand
   */
  boolean run(LedgerSpan asked) throws ConsumerException, SinkException, InterruptedException {
    wanted = asked.without(stored());
    long missing = count(wanted);
    if (missing > 0) {
      source.expectLike(ranges.done(context.database()));
      boolean more = true;
      while (more) {
        more = patiently();
      }
    }
    List<LedgerSpan> left = without(wanted, stored());
    for (LedgerSpan span : without(left, givenUp)) {
      notFilled(span, "the live consumer stores all that follows its first ledger");
    }
    progress.clear();
    report.summary(asked, missing - count(left), count(left));
    return left.isEmpty();
  }

  private boolean patiently() throws ConsumerException, SinkException, InterruptedException {
    try {
      return Failsafe.with(PATIENCE).get(this::step);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof ConsumerException) {
        throw (ConsumerException) e.getCause();
      }
      if (e.getCause() instanceof SinkException) {
        throw (SinkException) e.getCause();
      }
      if (e.getCause() instanceof InterruptedException) {
        throw (InterruptedException) e.getCause();
      }
      throw e;
    }
  }

  /** Does the next piece; false where there is none. */
  private boolean step() throws ConsumerException, SinkException, InterruptedException {
    List<LedgerSpan> gaps = gaps();
    progress.left(count(gaps));
    for (LedgerSpan gap : gaps) {
      Optional<LedgerSpan> piece =
          gap.pieces(context.settings().partitionLedgers()).stream()
              .filter(one -> !taken.containsKey(one))
              .findFirst();
      if (piece.isPresent()) {
        if (isAvailable(gap)) {
          fill(piece.get());
        }
        return true;
      }
    }
    if (!gaps.isEmpty()) {
      progress.waits(String.join("; ", taken.values()));
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    }
    taken.clear();
    return !gaps.isEmpty();
  }

  /** What is wanted and missing, and neither the live consumer's nor given up. */
  private List<LedgerSpan> gaps() throws SinkException {
    List<LedgerSpan> missing = without(without(wanted, stored()), givenUp);
    Optional<Long> owned = ranges.ownedFrom(context.database());
    return owned.isEmpty()
        ? missing
        : without(missing, List.of(new LedgerSpan(owned.get(), LAST_LEDGER)));
  }

  private List<LedgerSpan> stored() throws SinkException {
    return LedgerSpan.united(ranges.done(context.database()));
  }

  /** Whether the source has all of {@code span}; what it has not is given up. */
  private boolean isAvailable(LedgerSpan span) throws ConsumerException, InterruptedException {
    SourceCheck.Extent extent = source.extent();
    List<LedgerSpan> absent = span.without(List.of(extent.span()));
    for (LedgerSpan part : absent) {
      notFilled(part, extent.toString());
      giveUp(part);
    }
    return absent.isEmpty();
  }

  private void fill(LedgerSpan piece)
      throws ConsumerException, SinkException, InterruptedException {
    boolean filled = false;
    try {
      long events = new PieceLoad(context, progress).run(piece);
      filled = true;
      progress.clear();
      report.filled(piece, events);
    } catch (ConsumerException e) {
      source.expectLike(ranges.done(context.database()));
      // Where it is that the source has dropped its oldest ledgers meanwhile, the rest can be had.
      if (isAvailable(piece)) {
        notFilled(piece, e.getMessage());
        giveUp(piece);
      }
    } catch (SinkException e) {
      if (e.kind() == Kind.RANGE_TAKEN) {
        log.debug("Left to others: {}", e.getMessage());
        taken.put(piece, e.getMessage());
      } else if (e.kind() == Kind.PERMANENT && e.getCause() == null) {
        notFilled(piece, e.getMessage());
        giveUp(piece);
      } else {
        throw e;
      }
    } finally {
      progress.ends(filled);
    }
  }

  private void giveUp(LedgerSpan span) {
    givenUp.add(span);
    givenUp.sort(Comparator.comparing(LedgerSpan::first));
  }

  private void notFilled(LedgerSpan span, String reason) {
    progress.clear();
    report.notFilled(span, reason);
  }

  private static List<LedgerSpan> without(List<LedgerSpan> spans, List<LedgerSpan> others) {
    return spans.stream().flatMap(span -> span.without(others).stream()).toList();
  }

  private static long count(List<LedgerSpan> spans) {
    return spans.stream().mapToLong(LedgerSpan::size).sum();
  }

  /** What is stored, for the caller to see what its open ends mean. */
  List<DoneRange> done() throws SinkException {
    return ranges.done(context.database());
  }
}
