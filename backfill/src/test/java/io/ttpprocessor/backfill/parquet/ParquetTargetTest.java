package io.ttpprocessor.backfill.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.backfill.output.FolderOutputStore;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.ExtractedLedger;
import io.ttpprocessor.backfill.range.RangeRefusedException;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.backfill.range.TableSummary;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever two jobs over the same ledgers do to each other, no range stands whose files are
 * not there. Method: ranges of one ledger; the other job's step is made in the midst of ours.
 */
@Timeout(60)
class ParquetTargetTest {
  private static final ParquetOptions OPTIONS = new ParquetOptions(1, 1 << 20);
  private static final List<EventProduct> TRANSFERS = List.of(EventProduct.TOKEN_TRANSFERS);
  private static final LedgerSpan ALL = new LedgerSpan(1, 1_000);
  private static final LedgerSpan SEVEN = new LedgerSpan(7, 7);
  private static final String REPORT = "_ranges/0000000007-0000000007.json";
  private static final String DIGESTS =
      "ledger_digests/table_name=token_transfers/ledgers=0000000007-0000000007/part.parquet";

  @TempDir private Path folder;

  @Test
  void aRangeStandsWhoseFilesAreThereAsItsReportTells() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN);
      RangeReport report = RangeReport.fromJson(Files.readString(folder.resolve(REPORT)));
      assertThat(report.files())
          .singleElement()
          .satisfies(
              file -> {
                assertThat(file.key()).isEqualTo(DIGESTS);
                assertThat(file.bytes()).isEqualTo(Files.size(folder.resolve(DIGESTS)));
                assertThat(file.rows()).isEqualTo(1);
              });
      assertStanding(target, SEVEN);
      assertThat(target.lacking(SEVEN, TRANSFERS)).isEmpty();
      assertThat(target.discardUnfinished(ALL)).isZero();
      // What other programs leave beside the files is theirs.
      Files.createFile(folder.resolve(DIGESTS).resolveSibling("_SUCCESS"));
      assertStanding(target, SEVEN);
    }
  }

  @Test
  void aRangeOfWhichAFileIsGoneIsLoadedAgain() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN);
      Files.delete(folder.resolve(DIGESTS));
      assertStanding(target);
      assertThat(target.lacking(SEVEN, TRANSFERS)).isEqualTo(TRANSFERS);
      assertThat(target.discardUnfinished(ALL)).isEqualTo(1);
      assertThat(folder.resolve(REPORT)).doesNotExist();
      load(target, SEVEN);
      assertStanding(target, SEVEN);
    }
  }

  @Test
  void aRangeOfWhichAFileIsShortOrTooManyIsLoadedAgain() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN);
      byte[] whole = Files.readAllBytes(folder.resolve(DIGESTS));
      Files.write(folder.resolve(DIGESTS), new byte[whole.length - 1]);
      assertStanding(target);
      Files.write(folder.resolve(DIGESTS), whole);
      assertStanding(target, SEVEN);
      Path other = folder.resolve("contract_events/ledgers=0000000007-0000000007/part.parquet");
      Files.createDirectories(other.getParent());
      Files.createFile(other);
      assertStanding(target);
      assertThat(target.discardUnfinished(ALL)).isEqualTo(3);
      assertThat(folder.resolve(DIGESTS)).doesNotExist();
      assertThat(other).doesNotExist();
    }
  }

  /** A job that is begun meanwhile has found no report, and removes the files. */
  @Test
  void whoseFilesAreRemovedBeforeTheReportIsWrittenWithdrawsIt() throws Exception {
    MeddledStore store =
        new MeddledStore(folder) {
          private boolean done;

          @Override
          void beforeCreate(String key) throws IOException {
            if (key.equals(REPORT) && !done) {
              done = true;
              try (ParquetTarget other = target(new FolderOutputStore(folder))) {
                assertThat(other.discardUnfinished(ALL)).isEqualTo(1);
              }
            }
          }
        };
    try (ParquetTarget target = target(store)) {
      assertThatThrownBy(() -> load(target, SEVEN))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RangeRefusedException.class)
          .hasMessageContaining(REPORT + " is withdrawn: " + DIGESTS + " is not there");
      assertThat(folder.resolve(REPORT)).doesNotExist();
      assertStanding(target);
      load(target, SEVEN);
      assertStanding(target, SEVEN);
    }
  }

  /** The same, but the old job has looked at its files before they are removed. */
  @Test
  void whoRemovesFilesWithdrawsTheReportThatCameMeanwhile() throws Exception {
    byte[] report;
    try (ParquetTarget old = target(new FolderOutputStore(folder))) {
      load(old, SEVEN);
      report = Files.readAllBytes(folder.resolve(REPORT));
      Files.delete(folder.resolve(REPORT));
    }
    MeddledStore store =
        new MeddledStore(folder) {
          @Override
          void beforeDelete(String key) throws IOException {
            if (key.equals(DIGESTS)) {
              Files.write(folder.resolve(REPORT), report);
            }
          }
        };
    try (ParquetTarget target = target(store)) {
      target.discardUnfinished(ALL);
      assertThat(folder.resolve(REPORT)).doesNotExist();
      assertThat(folder.resolve(DIGESTS)).doesNotExist();
      assertStanding(target);
    }
  }

  /** The report comes after it was looked for, and before anything is removed. */
  @Test
  void aRangeThatIsFinishedMeanwhileIsKept() throws Exception {
    LedgerSpan eight = new LedgerSpan(8, 8);
    byte[] report;
    try (ParquetTarget old = target(new FolderOutputStore(folder))) {
      load(old, SEVEN);
      load(old, eight);
      report = Files.readAllBytes(folder.resolve(REPORT));
      Files.delete(folder.resolve(REPORT));
    }
    MeddledStore store =
        new MeddledStore(folder) {
          @Override
          void beforeRead(String key) throws IOException {
            Files.write(folder.resolve(REPORT), report);
          }
        };
    try (ParquetTarget target = target(store)) {
      assertThat(target.discardUnfinished(ALL)).isZero();
      assertStanding(target, SEVEN, eight);
    }
  }

  @Test
  void aReportThatCannotBeReadIsRefusedWithTheRemedy() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN);
      Files.writeString(folder.resolve(REPORT), "{\"first_ledger\": 7");
      assertThatThrownBy(() -> target.discardUnfinished(ALL))
          .isInstanceOf(RangeRefusedException.class)
          .hasMessageContaining(REPORT)
          .hasMessageContaining("remove this file to have ledger 7 loaded again");
      assertThatThrownBy(() -> target.standing(ALL)).isInstanceOf(RangeRefusedException.class);
      assertThatThrownBy(() -> target.lacking(SEVEN, TRANSFERS))
          .isInstanceOf(RangeRefusedException.class);
      assertThat(folder.resolve(DIGESTS)).exists();
    }
  }

  @Test
  void reportsAreReadOnceAndSeveralAtATime() throws Exception {
    int ranges = 16;
    CountDownLatch together = new CountDownLatch(ranges);
    AtomicInteger reads = new AtomicInteger();
    MeddledStore store =
        new MeddledStore(folder) {
          @Override
          void beforeRead(String key) {
            reads.incrementAndGet();
            together.countDown();
            try {
              assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    List<LedgerSpan> spans = new ArrayList<>();
    try (ParquetTarget old = target(new FolderOutputStore(folder))) {
      for (int ledger = 1; ledger <= ranges; ledger++) {
        spans.add(new LedgerSpan(ledger, ledger));
        load(old, spans.get(ledger - 1));
      }
    }
    try (ParquetTarget target = target(store)) {
      assertStanding(target, spans.toArray(LedgerSpan[]::new));
      assertStanding(target, spans.toArray(LedgerSpan[]::new));
      assertThat(target.rows(ALL)).containsEntry("token_transfers", 0L);
      assertThat(reads).hasValue(ranges);
    }
  }

  /** As a job with another size of ranges makes it, before ours is begun. */
  @Test
  void aRangeOfWhichLedgersAreInAnotherIsRefused() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN);
      assertThatThrownBy(() -> load(target, new LedgerSpan(5, 9)))
          .isInstanceOf(RangeRefusedException.class)
          .hasMessageContaining("ledger 7 are told to be there already, by")
          .hasMessageContaining(REPORT + ", and so the range of ledgers 5 to 9 is not made");
      assertStanding(target, SEVEN);
    }
  }

  /** As above, but in the moment in which ours is finished. */
  @Test
  void ofTwoRangesWithTheSameLedgersTheLaterLeavesNothing() throws Exception {
    LedgerSpan wide = new LedgerSpan(5, 9);
    MeddledStore store =
        new MeddledStore(folder) {
          @Override
          void beforeCreate(String key) throws IOException {
            if (key.equals("_ranges/0000000005-0000000009.json")) {
              put(SEVEN, folder);
            }
          }
        };
    try (ParquetTarget target = target(store)) {
      assertThatThrownBy(() -> load(target, wide)).isInstanceOf(RangeRefusedException.class);
      assertStanding(target, SEVEN);
      assertThat(store.list("ledger_digests/"))
          .singleElement()
          .satisfies(file -> assertThat(file.key()).isEqualTo(DIGESTS));
    }
  }

  /** What another job makes of a range meanwhile, which does not know of ours. */
  private static void put(LedgerSpan span, Path folder) throws IOException {
    Path elsewhere = Files.createTempDirectory(folder.getParent(), "elsewhere");
    try (ParquetTarget target = target(new FolderOutputStore(elsewhere))) {
      load(target, span);
    } catch (Exception e) {
      throw new IOException(e);
    }
    for (String key : List.of(DIGESTS, REPORT)) {
      Files.createDirectories(folder.resolve(key).getParent());
      Files.move(elsewhere.resolve(key), folder.resolve(key));
    }
  }

  @Test
  void aRangeThatDoesNotJoinItsNeighbourIsRefused() throws Exception {
    try (ParquetTarget target = target(new FolderOutputStore(folder))) {
      load(target, SEVEN, "aa", "bb");
      for (LedgerSpan next : List.of(new LedgerSpan(8, 8), new LedgerSpan(6, 6))) {
        assertThatThrownBy(() -> load(target, next, "cc", "dd"))
            .isInstanceOf(RangeRefusedException.class)
            .hasMessageContaining("is of another history");
      }
      assertStanding(target, SEVEN);
      load(target, new LedgerSpan(8, 8), "bb", "cc");
      load(target, new LedgerSpan(6, 6), "99", "aa");
      assertStanding(target, new LedgerSpan(6, 6), SEVEN, new LedgerSpan(8, 8));
    }
  }

  private static ParquetTarget target(OutputStore store) {
    return new ParquetTarget(store, OPTIONS);
  }

  private static void assertStanding(ParquetTarget target, LedgerSpan... spans) {
    try {
      assertThat(target.standing(ALL).get(0).spans()).containsExactly(spans);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads a range of ledgers in which nothing happened: its digests are all its rows. */
  private static void load(ParquetTarget target, LedgerSpan span) throws Exception {
    load(target, span, "", "");
  }

  private static void load(ParquetTarget target, LedgerSpan span, String previous, String last)
      throws Exception {
    try (RangeSink sink = target.open(span, TRANSFERS)) {
      LedgerEvents ledger =
          new LedgerEvents(span.first(), new byte[32], new byte[32], 1_000, 28, List.of());
      Map<EventProduct, EventDigest> digests =
          Map.of(EventProduct.TOKEN_TRANSFERS, EventDigest.getDefaultInstance());
      sink.write(new ExtractedLedger(ledger, new EncodedMessage(new byte[0], 0, 0), digests));
      TableSummary table = new TableSummary("token_transfers", 0, "");
      sink.commit(
          new RangeReport(
              span.first(), span.last(), "", previous, last, 1, "", 0, List.of(table), List.of()));
    }
  }
}
