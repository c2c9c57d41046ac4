package io.ttpprocessor.backfill.source;

import io.ttpprocessor.store.LedgerSpan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The ranges of a plan. A split is a range, and so is a record: what a worker does with one takes
 * seconds, so that Flink's handling of records costs nothing. A worker asks for the next range when
 * it has done one; those of a lost worker are handed out again.
 */
public final class RangeSource implements Source<LedgerSpan, RangeSplit, Collection<RangeSplit>> {
  private static final long serialVersionUID = 1L;

  private final long[] firsts;
  private final long[] lasts;

  /** A source of these ranges, in their order. */
  public RangeSource(List<LedgerSpan> plan) {
    this.firsts = plan.stream().mapToLong(LedgerSpan::first).toArray();
    this.lasts = plan.stream().mapToLong(LedgerSpan::last).toArray();
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<RangeSplit, Collection<RangeSplit>> createEnumerator(
      SplitEnumeratorContext<RangeSplit> context) {
    List<RangeSplit> splits = new ArrayList<>(firsts.length);
    for (int i = 0; i < firsts.length; i++) {
      splits.add(new RangeSplit(new LedgerSpan(firsts[i], lasts[i]), false));
    }
    return new IteratorSourceEnumerator<>(context, splits);
  }

  @Override
  public SplitEnumerator<RangeSplit, Collection<RangeSplit>> restoreEnumerator(
      SplitEnumeratorContext<RangeSplit> context, Collection<RangeSplit> remaining) {
    return new IteratorSourceEnumerator<>(context, remaining);
  }

  @Override
  public SourceReader<LedgerSpan, RangeSplit> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<LedgerSpan, Iterator<LedgerSpan>, RangeSplit>(context);
  }

  @Override
  public SimpleVersionedSerializer<RangeSplit> getSplitSerializer() {
    return RangeSplitSerializer.ofOne();
  }

  @Override
  public SimpleVersionedSerializer<Collection<RangeSplit>> getEnumeratorCheckpointSerializer() {
    return new RangeSplitSerializer();
  }
}
