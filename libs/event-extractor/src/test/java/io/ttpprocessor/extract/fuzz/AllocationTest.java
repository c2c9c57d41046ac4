package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.TransactionHasher;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are chosen, what is allocated for them is at most a multiple of their size. */
@Timeout(120)
class AllocationTest {
  /** Bytes allocated for each byte of input: the smallest element takes 4 and needs a view. */
  private static final long FACTOR = 40;

  /** For what is there once in a ledger, and for an exception with its stack trace. */
  private static final long BASE = 64 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final EventExtractor extractor = new EventExtractor(OneOperation.NETWORK);

  static Stream<Arguments> crowdedLedgers() {
    return Stream.of(
        Arguments.of("transactions without operations", transactions(4_000, 0)),
        Arguments.of("operations of 8 bytes", transactions(1_000, 100)),
        Arguments.of("results of 4 bytes", results(200_000)),
        Arguments.of("operation metadata of 4 bytes", operationMetas(200_000)),
        Arguments.of("payouts", payouts(20_000)),
        Arguments.of("trades", trades(10_000)),
        Arguments.of("events of other contracts", events(10_000, "other")),
        Arguments.of("transfers", events(5_000, "transfer")),
        Arguments.of("keys that are there again", muxedInfos(1_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crowdedLedgers")
  void crowdedLedgersTakeMemoryInProportion(String what, byte[] ledger) {
    assertThat(ledger).as(what).hasSizeGreaterThan(300_000);

    assertThat(allocatedFor(ledger)).as(what).isLessThan(FACTOR * ledger.length + BASE);
  }

  /** Counts are what a reader reserves memory for before it has seen a single element. */
  @Test
  void promisedCountsReserveNothing() {
    byte[] ledger = trades(20);
    for (int at = 0; at + Integer.BYTES <= ledger.length; at += Integer.BYTES) {
      for (int count : new int[] {-1, Integer.MAX_VALUE, (ledger.length - at) / 4 - 1}) {
        byte[] changed = ledger.clone();
        ByteBuffer.wrap(changed).putInt(at, count);

        assertThat(allocatedFor(changed))
            .as("%d at byte %d", count, at)
            .isLessThan(FACTOR * ledger.length + BASE);
      }
    }
  }

  /** The least of three: the first of a kind may load classes. */
  private long allocatedFor(byte[] ledger) {
    return Math.min(allocatedOnce(ledger), Math.min(allocatedOnce(ledger), allocatedOnce(ledger)));
  }

  private long allocatedOnce(byte[] ledger) {
    RuntimeException error = null;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      extractor.extract(ledger);
    } catch (XdrException | LedgerException | ExtractionException e) {
      error = e;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(error == null || !error.getMessage().isBlank()).isTrue();
    return allocated;
  }

  /** Successful transactions of operations that have no rule and no metadata. */
  private static byte[] transactions(int count, int operations) {
    XdrBytes endSponsoring = XdrBytes.ints(0, 17);
    List<XdrBytes> envelopes = new ArrayList<>();
    List<XdrBytes> processings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] envelope = envelope(i, Collections.nCopies(operations, endSponsoring));
      envelopes.add(new XdrBytes().fixed(envelope));
      processings.add(
          result(envelope, operations).append(XdrBytes.ints(0, 0, 0))); // metadata of version 0
    }
    return LedgerAssembly.version0(header(), envelopes, processings);
  }

  /** A transaction of one operation and many results. */
  private static byte[] results(int count) {
    byte[] envelope = envelope(1, List.of(XdrBytes.ints(0, 17)));
    return LedgerAssembly.version0(
        header(),
        List.of(new XdrBytes().fixed(envelope)),
        List.of(result(envelope, count).append(XdrBytes.ints(0, 0, 0))));
  }

  /** A transaction of one operation, which looks for its changes among many. */
  private static byte[] operationMetas(int count) {
    XdrBytes withdrawal = XdrBytes.ints(0, 23).filled(1).int64(1).int64(1).int64(1);
    byte[] envelope = envelope(1, List.of(withdrawal));
    XdrBytes meta = XdrBytes.ints(0, 1, 0, count).fixed(new byte[count * Integer.BYTES]);
    return LedgerAssembly.version0(
        header(),
        List.of(new XdrBytes().fixed(envelope)),
        List.of(result(envelope, 1).append(meta)));
  }

  private static byte[] payouts(int count) {
    XdrBytes payout = XdrBytes.account(2).int64(1);
    XdrBytes result = XdrBytes.ints(9, 0).array(Collections.nCopies(count, payout));
    return OneOperation.of(9, new XdrBytes()).result(result).ledger();
  }

  private static byte[] trades(int count) {
    XdrBytes trade = XdrBytes.ints(2).filled(3).int32(0).int64(1).int32(0).int64(1);
    XdrBytes result =
        XdrBytes.ints(3, 0).array(Collections.nCopies(count, trade)).int32(2); // offer deleted
    XdrBytes body = XdrBytes.ints(0, 0).int64(1).append(XdrBytes.ints(1, 1)).int64(0);
    return OneOperation.of(3, body).result(result).ledger();
  }

  private static byte[] events(int count, String name) {
    XdrBytes event =
        XdrBytes.event(
            new byte[32],
            XdrBytes.i128(0, 1),
            XdrBytes.symbol(name),
            XdrBytes.accountAddress(1),
            XdrBytes.accountAddress(2));
    return OneOperation.invocation(Collections.nCopies(count, event).toArray(new XdrBytes[0]))
        .ledger();
  }

  /** One transfer that says again and again for whom it is. */
  private static byte[] muxedInfos(int count) {
    List<XdrBytes> entries = new ArrayList<>(List.of(XdrBytes.symbol("amount")));
    entries.add(XdrBytes.i128(0, 1));
    for (int i = 0; i < count; i++) {
      entries.add(XdrBytes.symbol("to_muxed_id"));
      entries.add(XdrBytes.ints(13).opaque(new byte[400]));
    }
    XdrBytes data = XdrBytes.map(entries.toArray(new XdrBytes[0]));
    return OneOperation.invocation(
            XdrBytes.event(
                new byte[32],
                data,
                XdrBytes.symbol("transfer"),
                XdrBytes.accountAddress(1),
                XdrBytes.accountAddress(2)))
        .ledger();
  }

  private static byte[] header() {
    return LedgerView.parse(payouts(0), OneOperation.NETWORK).header().copy();
  }

  private static byte[] envelope(int sequence, List<XdrBytes> operations) {
    return XdrBytes.ints(2)
        .append(XdrBytes.account(1))
        .append(XdrBytes.ints(100).int64(sequence).append(XdrBytes.ints(0, 0)))
        .array(operations)
        .append(XdrBytes.ints(0, 0))
        .toByteArray();
  }

  /** TransactionResultMeta up to its metadata; each operation's result is opBAD_AUTH. */
  private static XdrBytes result(byte[] envelope, int operations) {
    byte[] hash =
        new TransactionHasher(OneOperation.NETWORK)
            .hash(TransactionEnvelopeView.parseExactly(envelope, 0, envelope.length));
    return new XdrBytes()
        .fixed(hash)
        .int64(100)
        .int32(0)
        .array(Collections.nCopies(operations, XdrBytes.ints(-1)))
        .append(XdrBytes.ints(0, 0)); // no extension, no fee changes
  }
}
