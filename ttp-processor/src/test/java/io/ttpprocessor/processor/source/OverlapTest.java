package io.ttpprocessor.processor.source;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.processor.stream.FakeSource;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.source.LedgerRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two sources that have some ledgers both: what is compared where the stream goes over from one to
 * the other, and what becomes of it.
 */
@Timeout(60)
class OverlapTest {
  /** The newest ledger that the lake has. */
  private static final long SEAM = FIRST + 20;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Reader reader = new Reader();
  private Overlap overlap;

  @AfterEach
  void stop() {
    reader.stream.close();
    timer.shutdownNow();
  }

  @Test
  void theLastLedgersBeforeTheSeamAreComparedAndTheStreamIsWhole() {
    try (MemorySource rpc = MemorySource.serving(ledgers(SEAM - 9, LAST));
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(4, rpc, lake);
      assertThat(reader.end()).isEqualTo(Status.OK);
      reader.assertWhole();
      assertThat(rpc.asked()).containsExactly(SEAM - 3, SEAM - 2, SEAM - 1, SEAM);
      assertThat(lake.asked()).isEmpty();
      assertThat(overlap.compared()).isEqualTo(4);
      assertThat(overlap.notComparable()).isZero();
    }
  }

  @Test
  void nothingIsComparedUnlessItIsWanted() {
    try (MemorySource rpc = MemorySource.serving(ledgers(SEAM - 9, LAST));
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(0, rpc, lake);
      assertThat(reader.end()).isEqualTo(Status.OK);
      reader.assertWhole();
      assertThat(rpc.asked()).isEmpty();
      assertThat(overlap.compared() + overlap.notComparable()).isZero();
    }
  }

  @Test
  void aDifferenceEndsTheStreamNamingLedgerSourcesAndOffset() {
    Map<Long, byte[]> other = ledgers(SEAM - 9, LAST);
    byte[] changed = other.get(SEAM - 1);
    changed[changed.length - 5] ^= 1;
    try (MemorySource rpc = MemorySource.serving(other);
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(4, rpc, lake);
      Status end = reader.end();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription())
          .isEqualTo(
              String.format(
                  "ledger %d: source %s sent %d bytes and source %s has %d that are not the same;"
                      + " the first difference is at byte offset %d",
                  SEAM - 1,
                  lake.endpoint(),
                  changed.length,
                  rpc.endpoint(),
                  changed.length,
                  changed.length - 5));
      assertThat(reader.sequences()).hasSize((int) (SEAM - FIRST + 1)).endsWith(SEAM);
      assertThat(overlap.compared()).as("before it").isEqualTo(2);
    }
  }

  @Test
  void aShorterLedgerDiffersWhereItEnds() {
    Map<Long, byte[]> other = ledgers(SEAM - 9, LAST);
    byte[] whole = other.get(SEAM);
    other.put(SEAM, Arrays.copyOf(whole, whole.length - 8));
    try (MemorySource rpc = MemorySource.serving(other);
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(1, rpc, lake);
      assertThat(reader.end().getDescription())
          .contains("sent " + whole.length + " bytes")
          .contains("has " + (whole.length - 8) + " that")
          .endsWith("at byte offset " + (whole.length - 8));
    }
  }

  @Test
  void ledgersThatTheOtherDoesNotHaveAreCountedAsNotComparable() {
    try (MemorySource rpc = MemorySource.serving(ledgers(SEAM - 1, LAST));
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(5, rpc, lake);
      assertThat(reader.end()).isEqualTo(Status.OK);
      reader.assertWhole();
      assertThat(overlap.compared()).isEqualTo(2);
      assertThat(overlap.notComparable()).isEqualTo(3);
    }
  }

  @Test
  void aSourceThatKnowsOfNoRangesIsAskedOnceAndTheRestCounted() {
    List<RawLedger> all = FakeSource.messages(FIRST, ChainedLedgers.all());
    FakeSource.Script serving = FakeSource.serving(all);
    FakeSource.Script rpc =
        (request, call) -> {
          if (request.getStartLedger() <= SEAM) {
            call.fail(Status.OUT_OF_RANGE.withDescription("too old"));
          } else {
            serving.run(request, call);
          }
        };
    try (FakeSource first = FakeSource.start(rpc);
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(5, LedgerRange.bounded(FIRST, LAST), first.endpoint(), lake.endpoint());
      assertThat(reader.end()).isEqualTo(Status.OK);
      reader.assertWhole();
      assertThat(overlap.compared()).isZero();
      assertThat(overlap.notComparable()).isEqualTo(5);
    }
  }

  @Test
  void aDifferenceIsToldAlsoWhereTheFirstIsAway() {
    Map<Long, byte[]> other = ledgers(SEAM - 9, LAST);
    other.get(SEAM)[100] ^= 1;
    try (MemorySource rpc = MemorySource.serving(other);
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      reader.onLedger =
          ledger -> {
            if (ledger.getSequence() == SEAM) {
              lake.goAway();
            }
          };
      read(3, rpc, lake);
      Status end = reader.end();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(end.getDescription())
          .startsWith("ledger " + SEAM + ": source " + lake.endpoint())
          .contains("where is not known, for the first does not send it again: UNAVAILABLE");
      lake.comeBack();
    }
  }

  @Test
  void failOverIsAHandOverToo() {
    try (MemorySource rpc = MemorySource.serving(ledgers(FIRST, SEAM));
        MemorySource lake = MemorySource.serving(ledgers(FIRST, LAST))) {
      reader.onLedger =
          ledger -> {
            if (ledger.getSequence() == SEAM) {
              rpc.goAway();
            }
          };
      read(3, LedgerRange.live(FIRST), rpc.endpoint(), lake.endpoint());
      await().until(() -> reader.sequences().size() == LAST - FIRST + 1);
      reader.assertWhole();
      assertThat(lake.asked()).containsExactly(SEAM - 2, SEAM - 1, SEAM);
      assertThat(overlap.compared()).isEqualTo(3);
      rpc.comeBack();
    }
  }

  @Test
  void aLiveStreamThatIsClosedAmidTheComparisonIsClosed() {
    try (MemorySource rpc = MemorySource.serving(ledgers(SEAM - 9, LAST));
        MemorySource lake = MemorySource.serving(ledgers(FIRST, SEAM))) {
      read(10, LedgerRange.live(FIRST), rpc.endpoint(), lake.endpoint());
      await().until(() -> !rpc.asked().isEmpty());
      reader.stream.close();
      int seen = reader.sequences().size();
      assertThat(rpc.latest()).isEqualTo(LAST);
      assertThat(reader.sequences()).hasSize(seen);
    }
  }

  private void read(int compared, MemorySource rpc, MemorySource lake) {
    read(compared, LedgerRange.bounded(FIRST, LAST), rpc.endpoint(), lake.endpoint());
  }

  private void read(int compared, LedgerRange range, Endpoint... sources) {
    overlap = new Overlap(compared);
    SourceClient client =
        new SourceClient(
            RemoteSource.inPlaintext(List.of(sources)),
            64 << 20,
            Duration.ofMillis(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            timer,
            overlap);
    reader.stream = new SourceStream(client, range, reader);
    // One at a time, as the service asks; the first is asked for here.
    reader.stream.requestOne();
    reader.stream.start();
  }

  private static Map<Long, byte[]> ledgers(long first, long last) {
    Map<Long, byte[]> ledgers = new TreeMap<>();
    LongStream.rangeClosed(first, last).forEach(l -> ledgers.put(l, ChainedLedgers.xdr(l)));
    return ledgers;
  }

  /** Takes each ledger and asks for the next. */
  private static final class Reader implements SourceListener {
    private final List<RawLedger> ledgers = new CopyOnWriteArrayList<>();
    private volatile SourceStream stream;
    private volatile Consumer<RawLedger> onLedger = ledger -> {};
    private volatile Status end;

    @Override
    public void onLedger(RawLedger ledger) {
      ledgers.add(ledger);
      onLedger.accept(ledger);
      stream.requestOne();
    }

    @Override
    public void onEnd() {
      end = Status.OK;
    }

    @Override
    public void onRefusal(Status status) {
      end = status;
    }

    @Override
    public void onFailure(Status status) {
      end = status;
    }

    Status end() {
      await().atMost(Duration.ofSeconds(30)).until(() -> end != null);
      return end;
    }

    List<Long> sequences() {
      return ledgers.stream().map(l -> Integer.toUnsignedLong(l.getSequence())).toList();
    }

    /** Every ledger once, in order, as it was made. */
    void assertWhole() {
      assertThat(sequences()).isEqualTo(LongStream.rangeClosed(FIRST, LAST).boxed().toList());
      assertThat(ledgers)
          .allSatisfy(
              ledger ->
                  assertThat(ledger.getLedgerCloseMetaXdr().toByteArray())
                      .isEqualTo(ChainedLedgers.xdr(ledger.getSequence())));
    }
  }
}
