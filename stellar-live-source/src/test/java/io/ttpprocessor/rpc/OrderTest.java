package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row 13: servers that skip, repeat and reorder ledgers, or do not hold them any more. */
@Timeout(60)
class OrderTest {
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 139);
  private static final LedgerRange RANGE = LedgerRange.bounded(100, 139);

  @Test
  void aGapThatStaysStopsTheStreamAtBothNumbers() throws Exception {
    for (LedgerRange range : List.of(RANGE, LedgerRange.live(100))) {
      try (FakeStellarRpc server =
              new FakeStellarRpc(100, LEDGERS)
                  .edit(page -> page.entries.removeIf(entry -> entry.sequence.equals("107")))
                  .start();
          TestSource test = TestSource.over(server).open()) {
        // What came before the gap is delivered, the pages' sizes being 4 and then 10.
        SourceException failure = test.failureAfter(range, 7);
        assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(failure).hasMessageContaining("expected ledger 107, got ledger 108");
      }
    }
  }

  @Test
  void repeatsAreDropped() throws Exception {
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .edit(
                    page -> {
                      page.entries.addAll(0, List.copyOf(page.entries));
                      page.entries.add(0, new FakeStellarRpc.Entry(100, LEDGERS.get(0)));
                      page.entries.add(page.entries.get(1));
                    })
                .start();
        TestSource test = TestSource.over(server).retries(0).open()) {
      assertThatAllComeThrough(test);
    }
  }

  @Test
  void reorderedLedgersStopTheStream() throws Exception {
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .edit(page -> Collections.reverse(page.entries))
                .start();
        TestSource test = TestSource.over(server).open()) {
      SourceException failure = test.failureAfter(RANGE, 0);
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(failure).hasMessageContaining("expected ledger 100, got ledger 103");
    }
  }

  @Test
  void aLedgerUnderAnothersNumberIsRefused() throws Exception {
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .edit(page -> page.entries.get(0).metadata = page.entries.get(1).metadata)
                .start();
        TestSource test = TestSource.over(server).open()) {
      assertThat(test.failureAfter(RANGE, 0))
          .hasMessageContaining("metadataXdr: ledger 101: found where ledger 100 was expected");
    }
  }

  @Test
  void aLedgerOfAnotherChainIsRefusedAcrossPages() throws Exception {
    List<byte[]> forked = new ArrayList<>(LEDGERS);
    byte[] other = LEDGERS.get(20).clone();
    byte[] foreign = new byte[32];
    foreign[0] = 1;
    ChainedLedgers.chain(other, 120, foreign);
    forked.set(20, other);
    try (FakeStellarRpc server = new FakeStellarRpc(100, forked).start();
        TestSource test = TestSource.over(server).pageLedgers(1).open()) {
      SourceException failure = test.failureAfter(RANGE, 20);
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(failure)
          .hasMessageContaining(
              "ledger 120: names "
                  + HexFormat.of().formatHex(foreign)
                  + " as its previous hash, but ledger 119 has ");
    }
  }

  @Test
  void aStartBeforeTheWindowIsToldWithItsEnds() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).window(110, 130).start();
        TestSource test = TestSource.over(server).open()) {
      for (LedgerRange range :
          List.of(LedgerRange.bounded(105, 120), LedgerRange.live(109), LedgerRange.live(1))) {
        SourceException failure = test.failureAfter(range, 0);
        assertThat(failure.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(failure)
            .hasMessage(
                "ledgers from "
                    + range.first()
                    + ": getLedgers at "
                    + server.url()
                    + ": the oldest ledger there is 110, the latest 130");
      }
      assertThat(test.faults.figures()).containsEntry("retry_count", 0L);
    }
  }

  @Test
  void ledgersThatTheServerReadsFromADatastoreComeThoughBeforeItsOwnOldest() throws Exception {
    // stellar-rpc tells the window of its own database only, and serves more.
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        TestSource test = TestSource.over(server).open()) {
      server.disturb(
          (request, page) -> {
            if (page != null) {
              return Optional.of(FakeStellarRpc.json(FakeStellarRpc.body(page, 130)));
            }
            return Optional.empty();
          });
      assertThatAllComeThrough(test);
    }
  }

  private static void assertThatAllComeThrough(TestSource test) throws Exception {
    List<byte[]> read = test.readAll(RANGE);
    assertThat(read).containsExactlyElementsOf(LEDGERS);
  }
}
