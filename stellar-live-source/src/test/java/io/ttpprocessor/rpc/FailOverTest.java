package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.FaultProxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several servers, and the network that each of them must be of. */
@Timeout(60)
class FailOverTest {
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 199);
  private static final LedgerRange RANGE = LedgerRange.bounded(100, 199);

  @Test
  void theNextServerTakesOverAndStaysUntilItFailsToo() throws Exception {
    try (FakeStellarRpc first = new FakeStellarRpc(100, LEDGERS).start();
        FakeStellarRpc second = new FakeStellarRpc(100, LEDGERS).start();
        FaultProxy toFirst = FaultProxy.before("127.0.0.1", portOf(first));
        TestSource test =
            TestSource.over("http://127.0.0.1:" + toFirst.port(), second.url())
                .retries(0)
                .pageLedgers(5)
                .open();
        LedgerCursor cursor = test.source.open(RANGE)) {
      assertLedgers(cursor, 0, 1);
      assertThat(second.calls("getLedgers")).isZero();
      toFirst.refuse();
      toFirst.cutAll();
      assertLedgers(cursor, 1, 50);
      assertThat(second.calls("getNetwork")).isEqualTo(1);
      toFirst.heal();
      int ofFirst = first.calls("getLedgers");
      int ofSecond = second.calls("getLedgers");
      assertLedgers(cursor, 50, 70);
      assertThat(second.calls("getLedgers")).isGreaterThan(ofSecond);
      assertThat(first.calls("getLedgers")).as("the one that works is kept").isEqualTo(ofFirst);
      second.stop();
      assertLedgers(cursor, 70, 100);
      assertThat(first.calls("getLedgers")).isGreaterThan(ofFirst);
    }
  }

  private static void assertLedgers(LedgerCursor cursor, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      assertThat(cursor.next()).map(LedgerBytes::copy).hasValue(LEDGERS.get(i));
    }
  }

  @Test
  void aServerThatSendsDamageIsLeftForAnother() throws Exception {
    try (FakeStellarRpc broken =
            new FakeStellarRpc(100, LEDGERS)
                .edit(page -> page.entries.get(0).metadata = "\"AAAA\"")
                .start();
        FakeStellarRpc sound = new FakeStellarRpc(100, LEDGERS).start();
        TestSource test = TestSource.over(broken, sound).retries(0).open()) {
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
      assertThat(broken.calls("getLedgers")).isEqualTo(1);
    }
  }

  @Test
  void ledgersThatOneServerHasDroppedComeFromTheOther() throws Exception {
    try (FakeStellarRpc week = new FakeStellarRpc(100, LEDGERS).window(180, 199).start();
        FakeStellarRpc archive = new FakeStellarRpc(100, LEDGERS).start();
        TestSource test = TestSource.over(week, archive).retries(0).open()) {
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
    }
  }

  @Test
  void aServerOfAnotherNetworkIsNeverReadFrom() throws Exception {
    try (FakeStellarRpc other = new FakeStellarRpc(100, LEDGERS).passphrase("Other").start();
        TestSource test = TestSource.over(other).open()) {
      SourceException failure = test.failureAfter(RANGE, 0);
      assertThat(failure.kind()).isEqualTo(Kind.WRONG_NETWORK);
      assertThat(failure)
          .hasMessage(
              "ledgers from 100: getNetwork at "
                  + other.url()
                  + ": the network is \"Other\", not \""
                  + TestSource.PASSPHRASE
                  + "\" (NETWORK_PASSPHRASE)");
      assertThat(other.calls("getLedgers")).isZero();
      assertThat(other.calls("getNetwork")).isEqualTo(1);
    }
  }

  @Test
  void atTheStartEveryServerMustBeOfTheNetworkEvenIfOthersAreDown() throws Exception {
    try (FakeStellarRpc down = new FakeStellarRpc(100, LEDGERS).start();
        FakeStellarRpc right = new FakeStellarRpc(100, LEDGERS).start();
        FakeStellarRpc other = new FakeStellarRpc(100, LEDGERS).passphrase("Other").start()) {
      down.stop();
      try (TestSource test = TestSource.over(down, right).open()) {
        test.source.requireNetwork();
        assertThat(test.source.networkPassphrase()).hasValue(TestSource.PASSPHRASE);
      }
      try (TestSource test = TestSource.over(down, right, other).open()) {
        SourceException failure =
            catchThrowableOfType(SourceException.class, test.source::requireNetwork);
        assertThat(failure.kind()).isEqualTo(Kind.WRONG_NETWORK);
      }
    }
  }

  @Test
  void withoutAPassphraseTheServersIsTaken() throws Exception {
    AtomicBoolean down = new AtomicBoolean(true);
    try (FakeStellarRpc server =
            new FakeStellarRpc(100, LEDGERS)
                .passphrase("Whatever")
                .disturb(
                    (request, page) ->
                        down.getAndSet(false)
                            ? Optional.of(FakeStellarRpc.status(500))
                            : Optional.empty())
                .start();
        TestSource test = TestSource.over(server).passphrase(Optional.empty()).open()) {
      assertThat(test.source.networkPassphrase()).isEmpty();
      assertThat(test.readAll(RANGE)).containsExactlyElementsOf(LEDGERS);
      assertThat(test.source.networkPassphrase()).hasValue("Whatever");
    }
  }

  @Test
  void eachRequestShowsWhoAsks() throws Exception {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start();
        TestSource test = TestSource.over(server).open()) {
      test.readAll(RANGE);
      assertThat(server.authorizations()).containsOnly("Bearer " + TestSource.SECRET);
    }
  }

  private static int portOf(FakeStellarRpc server) {
    return Integer.parseInt(server.url().replaceFirst(".*:", ""));
  }
}
