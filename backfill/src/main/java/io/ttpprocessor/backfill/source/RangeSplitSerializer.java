package io.ttpprocessor.backfill.source;

import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits as bytes: first and last ledger, 8 bytes each, and whether the range was handed out. */
final class RangeSplitSerializer implements SimpleVersionedSerializer<Collection<RangeSplit>> {
  private static final int VERSION = 1;
  private static final int SIZE = 2 * Long.BYTES + 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Collection<RangeSplit> splits) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE * splits.size());
    for (RangeSplit split : splits) {
      bytes.putLong(split.span().first());
      bytes.putLong(split.span().last());
      bytes.put((byte) (split.handedOut() ? 1 : 0));
    }
    return bytes.array();
  }

  @Override
  public Collection<RangeSplit> deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("ranges of version " + version + ", this program knows " + VERSION);
    }
    ByteBuffer bytes = ByteBuffer.wrap(serialized);
    List<RangeSplit> splits = new ArrayList<>();
    try {
      while (bytes.hasRemaining()) {
        LedgerSpan span = new LedgerSpan(bytes.getLong(), bytes.getLong());
        splits.add(new RangeSplit(span, bytes.get() != 0));
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("ranges that cannot be read", e);
    }
    return splits;
  }

  /** The same for one split. */
  static SimpleVersionedSerializer<RangeSplit> ofOne() {
    return new One();
  }

  private static final class One implements SimpleVersionedSerializer<RangeSplit> {
    private final RangeSplitSerializer all = new RangeSplitSerializer();

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(RangeSplit split) {
      return all.serialize(List.of(split));
    }

    @Override
    public RangeSplit deserialize(int version, byte[] serialized) throws IOException {
      Collection<RangeSplit> splits = all.deserialize(version, serialized);
      if (splits.size() != 1) {
        throw new IOException(splits.size() + " ranges in place of one");
      }
      return splits.iterator().next();
    }
  }
}
