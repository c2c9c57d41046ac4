package io.ttpprocessor.processor.source;

import io.grpc.Status;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.source.LedgerRange;

/** Whether what a source sends is what was asked for, by sequence number alone. */
final class SourceOrder {
  private SourceOrder() {}

  /**
   * What is wrong with a ledger; OK for nothing.
   *
   * @param range what is wanted in all
   * @param next the ledger that is due; 0 for the latest, whichever that is
   * @param sequence the ledger that came
   * @param source where it came from
   */
  static Status fault(LedgerRange range, long next, long sequence, Source source) {
    if (next == 0) {
      return firstFault(range, sequence, source);
    }
    return sequence == next
        ? Status.OK
        : Status.DATA_LOSS.withDescription(
            String.format(
                "ledger %d: expected ledger %d, but source %s sent ledger %d",
                next, next, source, sequence));
  }

  /** Whether a source said with a ledger that it knows of none after it. */
  static boolean isNewest(RawLedger ledger) {
    long latest = Integer.toUnsignedLong(ledger.getLatestLedger());
    return latest != 0 && Integer.toUnsignedLong(ledger.getSequence()) >= latest;
  }

  private static Status firstFault(LedgerRange range, long sequence, Source source) {
    if (sequence == 0) {
      return Status.DATA_LOSS.withDescription(
          "ledger 0: source " + source + " sent a ledger without a sequence number");
    }
    if (!range.isLive() && sequence > range.last()) {
      return Status.OUT_OF_RANGE.withDescription(
          String.format(
              "ledger %d is the latest of source %s, after the requested end %d",
              sequence, source, range.last()));
    }
    return Status.OK;
  }
}
