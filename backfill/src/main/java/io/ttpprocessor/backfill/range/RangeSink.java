package io.ttpprocessor.backfill.range;

import java.io.IOException;

/**
 * One range on its way into a sink. Nothing of it counts before {@link #commit} returns, and then
 * all of it. Closing one that was not committed drops it. Used by one thread.
 */
public interface RangeSink extends AutoCloseable {
  /**
   * Takes the next ledger of the range.
   *
   * @throws IOException when the place cannot be written to
   */
  void write(ExtractedLedger ledger) throws IOException;

  /**
   * Makes the range stand, after its last ledger.
   *
   * @param report what the range is
   * @throws IOException when the place cannot be written to; the range may then stand or not
   */
  void commit(RangeReport report) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
