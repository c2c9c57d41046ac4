package io.ttpprocessor.backfill.postgres;

import io.ttpprocessor.backfill.range.ExtractedLedger;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.backfill.range.RangeSink;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.LoadedTable;
import io.ttpprocessor.store.PartitionLoader;
import io.ttpprocessor.store.PartitionWriter;
import io.ttpprocessor.store.SinkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One range on its way into a partition of each table that lacks it. */
final class PostgresRangeSink implements RangeSink {
  /** Of messages: a slice is in memory as a whole, several times as large. */
  private static final long SLICE_BYTES = 4L << 20;

  private static final int SLICE_LEDGERS = 512;

  /** Longer than a server takes to notice that a machine has vanished which loaded the range. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<Load> loads = new ArrayList<>();
  private final List<LedgerEvents> slice = new ArrayList<>();
  private final int indexThreads;
  private final TargetFailures failures;
  private long sliceBytes;

  /** Of one table. */
  private record Load(PartitionLoader loader, PartitionWriter writer) {}

  private PostgresRangeSink(int indexThreads, TargetFailures failures) {
    this.indexThreads = indexThreads;
    this.failures = failures;
  }

  /** Begins to load {@code span} into {@code tables}, of which none has any of it. */
  static PostgresRangeSink begin(
      List<LoadedTable> tables, LedgerSpan span, int indexThreads, TargetFailures failures)
      throws IOException {
    PostgresRangeSink sink = new PostgresRangeSink(indexThreads, failures);
    try {
      for (LoadedTable table : tables) {
        Load load = new Load(table.load(span).withPatience(PATIENCE), table.writer(span));
        sink.loads.add(load);
        load.loader().begin();
      }
      return sink;
    } catch (SinkException e) {
      IOException failure = failures.of(e);
      sink.closeAfter(failure);
      throw failure;
    } catch (RuntimeException e) {
      sink.closeAfter(e);
      throw e;
    }
  }

  /** Its own failure, if any, comes after what has gone wrong. */
  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException closing) {
      failure.addSuppressed(closing);
    }
  }

  @Override
  public void write(ExtractedLedger ledger) throws IOException {
    slice.add(
        LedgerEvents.parseFrom(
            ByteBuffer.wrap(
                ledger.message().bytes(), ledger.message().offset(), ledger.message().length())));
    sliceBytes += ledger.message().length();
    if (sliceBytes >= SLICE_BYTES || slice.size() >= SLICE_LEDGERS) {
      writeSlice();
    }
  }

  private void writeSlice() throws IOException {
    try {
      for (Load load : loads) {
        load.writer().write(slice);
      }
    } catch (SinkException e) {
      throw failures.of(e);
    }
    slice.clear();
    sliceBytes = 0;
  }

  @Override
  public void commit(RangeReport report) throws IOException, InterruptedException {
    if (!slice.isEmpty()) {
      writeSlice();
    }
    try {
      for (Load load : loads) {
        load.writer().close();
        load.loader().finish(indexThreads);
      }
    } catch (SinkException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Load load : loads) {
      load.writer().close();
      try {
        load.loader().close();
      } catch (SinkException e) {
        if (failure == null) {
          failure = failures.of(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
