package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.contract.ContractEvent;
import io.ttpprocessor.extract.contract.ContractEventExtractor;
import io.ttpprocessor.extract.contract.ScValJson;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are chosen, what is allocated for them is at most a multiple of their size. */
@Timeout(60)
class AllocationTest {
  /** Bytes allocated for each byte of input: the smallest element takes 4 and needs a view. */
  private static final long FACTOR = 40;

  /** Both readings, and what they have in common or not. */
  private static final long CROSS_CHECK_FACTOR = 120;

  /** The events, and a sum for each balance that changes. */
  private static final long VERIFY_FACTOR = 80;

  /** Four bytes are enough to say {@code {"type":"ledger_key_contract_instance"}}. */
  private static final long JSON_FACTOR = 150;

  /** For what is there once in a ledger, and for an exception with its stack trace. */
  private static final long BASE = 64 * 1024;

  private static final int GROWTH = 16;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final EventExtractor derived = new EventExtractor(OneOperation.NETWORK);
  private final EventExtractor crossCheck =
      new EventExtractor(OneOperation.NETWORK, EventsMode.CROSS_CHECK);
  private final CheckedExtractor verifying =
      new CheckedExtractor(OneOperation.NETWORK, EventsMode.VERIFY, LedgerChecks.NONE);

  static Stream<Arguments> crowdedLedgers() {
    return Stream.of(
        family("transactions without operations", 2_000, n -> CrowdedLedgers.transactions(n, 0)),
        family("operations of 8 bytes", 500, n -> CrowdedLedgers.transactions(n, 100)),
        family("results of 4 bytes", 100_000, CrowdedLedgers::results),
        family("metadata of 4 bytes", 100_000, CrowdedLedgers::operationMetas),
        family("transactions of nearly one hash", 5_000, CrowdedLedgers::similarHashes),
        family("payouts", 10_000, CrowdedLedgers::payouts),
        family("trades", 5_000, CrowdedLedgers::trades),
        family("events of other contracts", 4_000, n -> CrowdedLedgers.events(n, "other")),
        family("transfers", 3_000, n -> CrowdedLedgers.events(n, "transfer")),
        family("transfers of one amount", 20_000, CrowdedLedgers::payments),
        family("fees of operations", 3_000, n -> CrowdedLedgers.events(n, "fee")),
        family("keys that are there again", 1_000, CrowdedLedgers::muxedInfos),
        family("claimable balances", 5_000, CrowdedLedgers::claimableBalances),
        family("pools that change", 3_000, CrowdedLedgers::pools));
  }

  static Stream<Arguments> crowdedValues() {
    return Stream.of(
        family("values of 4 bytes", 40_000, CrowdedLedgers::instanceKeys),
        family("maps", 10_000, CrowdedLedgers::entries),
        family("types within types", 15_000, CrowdedLedgers::deepTypes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crowdedLedgers")
  void crowdedLedgersTakeMemoryInProportion(String what, int count, IntFunction<byte[]> ledgers) {
    for (int n = count / GROWTH; n <= count; n *= GROWTH) {
      byte[] ledger = ledgers.apply(n);

      assertThat(allocatedFor(ledger, () -> derived.extract(ledger)))
          .as("%s, %d", what, n)
          .isLessThan(FACTOR * ledger.length + BASE);
      assertThat(allocatedFor(ledger, () -> crossCheck.extract(ledger)))
          .as("%s, %d, both readings", what, n)
          .isLessThan(CROSS_CHECK_FACTOR * ledger.length + BASE);
      assertThat(allocatedFor(ledger, () -> verify(ledger)))
          .as("%s, %d, with balances", what, n)
          .isLessThan(VERIFY_FACTOR * ledger.length + BASE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crowdedValues")
  void crowdedValuesTakeMemoryInProportion(String what, int count, IntFunction<byte[]> ledgers) {
    for (int n = count / GROWTH; n <= count; n *= GROWTH) {
      byte[] ledger = ledgers.apply(n);

      assertThat(allocatedFor(ledger, () -> writeContractEvents(ledger)))
          .as("%s, %d", what, n)
          .isLessThan(JSON_FACTOR * ledger.length + BASE);
    }
  }

  /** Counts are what a reader reserves memory for before it has seen a single element. */
  @Test
  void promisedCountsReserveNothing() {
    byte[] ledger = CrowdedLedgers.trades(20);
    for (int at = 0; at + Integer.BYTES <= ledger.length; at += Integer.BYTES) {
      for (int count : new int[] {-1, Integer.MAX_VALUE, (ledger.length - at) / 4 - 1}) {
        byte[] changed = ledger.clone();
        ByteBuffer.wrap(changed).putInt(at, count);

        assertThat(allocatedFor(changed, () -> derived.extract(changed)))
            .as("%d at byte %d", count, at)
            .isLessThan(FACTOR * ledger.length + BASE);
      }
    }
  }

  private static Arguments family(String what, int count, IntFunction<byte[]> ledgers) {
    return Arguments.of(what, count, ledgers);
  }

  private void verify(byte[] ledger) {
    verifying.extract(LedgerView.parse(ledger, OneOperation.NETWORK));
  }

  private static void writeContractEvents(byte[] ledger) {
    LedgerView view = LedgerView.parse(ledger, OneOperation.NETWORK);
    for (ContractEvent event : new ContractEventExtractor().extract(view).events()) {
      assertThat(ScValJson.of(event.data())).isNotEmpty();
      assertThat(ScValJson.typeOf(event.data())).isNotEmpty();
    }
  }

  /** The least of three: the first of a kind may load classes. */
  private static long allocatedFor(byte[] ledger, Runnable reading) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Outcome outcome = Outcome.of(ledger, reading);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      assertThat(outcome).isNotNull();
    }
    return least;
  }
}
