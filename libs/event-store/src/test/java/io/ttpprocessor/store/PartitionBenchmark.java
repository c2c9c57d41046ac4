package io.ttpprocessor.store;

import com.google.protobuf.ByteString;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many rows a second become partitions, from the first to the last of many, and how many a
 * plain parallel COPY of the same rows from files with the indexes built after. Run by hand, as
 * tests/benchmarks tells; no figure fails.
 */
class PartitionBenchmark {
  private static final int EVENTS_A_LEDGER = 400;
  private static final int SLICE_LEDGERS = 100;
  private static final int THREADS = Integer.getInteger("ttp.threads", 2);
  private static final int PARTITIONS = Integer.getInteger("ttp.partitions", 50);
  private static final int LEDGERS = Integer.getInteger("ttp.rows", 1_000_000) / EVENTS_A_LEDGER;
  private static final double ROWS = (double) LEDGERS * EVENTS_A_LEDGER;

  private final Random random = new Random(1);
  private final EventTable table = new TokenTransferTable();
  @TempDir private Path folder;

  @Test
  void measure() throws Exception {
    List<LedgerEvents> ledgers = ledgers();
    try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
      TestDatabase rows = TestDatabase.in(server);
      try (SinkDatabase database = new SinkDatabase(server, rows.name(), table)) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          long offset = (long) partition * LEDGERS;
          rows.execute("CHECKPOINT");
          double load = load(database, ledgers, offset);
          // The same moment's COPY, since a machine is not equally fast at all times.
          boolean compare = partition % 10 == 0 || partition == PARTITIONS - 1;
          System.out.printf(
              Locale.ROOT,
              "partition %d: load %,.0f rows/s%s%n",
              partition + 1,
              load,
              compare ? String.format(Locale.ROOT, ", COPY %,.0f", copy(rows, offset)) : "");
        }
      }
    }
  }

  /** From messages that are there to a partition that all can read. */
  private double load(SinkDatabase database, List<LedgerEvents> ledgers, long offset)
      throws Exception {
    LedgerSpan span = new LedgerSpan(offset + 1, offset + LEDGERS);
    long begin = System.nanoTime();
    try (PartitionLoader loader = new PartitionLoader(database.source, table, table.name(), span)) {
      loader.begin();
      ParallelCopy.inThreads(
          THREADS,
          thread -> {
            try (PartitionWriter writer = new PartitionWriter(database.source, table, span)) {
              for (int i = thread * SLICE_LEDGERS; i < LEDGERS; i += THREADS * SLICE_LEDGERS) {
                writer.write(slice(ledgers, i, offset));
              }
            }
          });
      loader.finish(THREADS);
    }
    return ROWS * 1e9 / (System.nanoTime() - begin);
  }

  private static List<LedgerEvents> slice(List<LedgerEvents> ledgers, int from, long offset) {
    return ledgers.subList(from, Math.min(LEDGERS, from + SLICE_LEDGERS)).stream()
        .map(ledger -> moved(ledger, offset))
        .toList();
  }

  private static LedgerEvents moved(LedgerEvents ledger, long offset) {
    long sequence = ledger.getSequence() + offset;
    LedgerEvents.Builder moved =
        ledger.toBuilder()
            .setSequence((int) sequence)
            .setHash(hash(sequence))
            .setPreviousHash(hash(sequence - 1));
    moved.getCursorBuilder().setLedgerSequence((int) sequence).setLedgerHash(hash(sequence));
    return moved.build();
  }

  private static ByteString hash(long sequence) {
    return TestLedgers.hash(sequence);
  }

  /** The partition's rows once more, by the server itself, into a table of the same indexes. */
  private double copy(TestDatabase rows, long offset) throws Exception {
    LedgerSpan span = new LedgerSpan(offset + 1, offset + LEDGERS);
    return ROWS / new ParallelCopy(rows, table, THREADS, folder).seconds(span);
  }

  private List<LedgerEvents> ledgers() {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder address = new StringBuilder("G");
      random.ints(55, 'A', 'Z' + 1).forEach(letter -> address.append((char) letter));
      addresses.add(address.toString());
    }
    List<LedgerEvents> ledgers = new ArrayList<>();
    for (long sequence = 1; sequence <= LEDGERS; sequence++) {
      TokenTransferEvent[] events = new TokenTransferEvent[EVENTS_A_LEDGER];
      String hash = "";
      for (int i = 0; i < EVENTS_A_LEDGER; i++) {
        hash = i % 3 == 0 ? hex() : hash;
        TokenTransferEvent.Builder event =
            (i % 3 == 0
                    ? TestLedgers.fee("100")
                    : TestLedgers.transfer(new BigInteger(40, random).toString()))
                .toBuilder();
        event.getMetaBuilder().setTxHash(hash).setTransactionIndex(i / 3 + 1);
        String from = addresses.get(random.nextInt(addresses.size()));
        if (event.hasFee()) {
          event.getFeeBuilder().setFrom(from);
        } else {
          event
              .getTransferBuilder()
              .setFrom(from)
              .setTo(addresses.get(random.nextInt(addresses.size())));
        }
        events[i] = event.build();
      }
      ledgers.add(TestDigests.added(TestLedgers.ledger(sequence, events).toBuilder()).build());
    }
    return ledgers;
  }

  private String hex() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
