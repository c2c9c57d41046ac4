package io.ttpprocessor.backfill.source;

import io.ttpprocessor.store.LedgerSpan;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;

/**
 * A range on its way to a worker.
 *
 * @param span the ledgers
 * @param handedOut whether a reader has passed it on already
 */
record RangeSplit(LedgerSpan span, boolean handedOut)
    implements IteratorSourceSplit<LedgerSpan, Iterator<LedgerSpan>> {
  @Override
  public String splitId() {
    return span.first() + "-" + span.last();
  }

  @Override
  public Iterator<LedgerSpan> getIterator() {
    return handedOut ? List.<LedgerSpan>of().iterator() : List.of(span).iterator();
  }

  @Override
  public RangeSplit getUpdatedSplitForIterator(Iterator<LedgerSpan> iterator) {
    return new RangeSplit(span, !iterator.hasNext());
  }
}
