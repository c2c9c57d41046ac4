package io.ttpprocessor.source;

import io.grpc.Context;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeResponse;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The answer to one GetLedgerRange call. */
final class RangeAnswer {
  private final RawLedgerGrpcService service;

  RangeAnswer(RawLedgerGrpcService service) {
    this.service = service;
  }

  /**
   * The ledgers from {@code start} to before {@code end} that the source holds: those above its
   * latest are left out.
   *
   * @throws CancellationException when the call's client has left
   */
  GetLedgerRangeResponse read(long start, long end) throws SourceException, InterruptedException {
    if (end <= start) {
      throw invalid("end_ledger must be greater than start_ledger");
    }
    if (end - start > RawLedgerGrpcService.MAX_LEDGERS_IN_ANSWER) {
      throw invalid(
          String.format(
              "range too large: %d ledgers requested (max: %d)",
              end - start, RawLedgerGrpcService.MAX_LEDGERS_IN_ANSWER));
    }
    if (start == 0) {
      throw invalid("start_ledger must be greater than 0");
    }
    long latest = service.source().latest();
    GetLedgerRangeResponse.Builder answer =
        GetLedgerRangeResponse.newBuilder().setLatestLedger((int) latest);
    if (start <= latest) {
      read(LedgerRange.bounded(start, Math.min(end - 1, latest)), latest, answer);
    }
    return answer.build();
  }

  private void read(LedgerRange range, long latest, GetLedgerRangeResponse.Builder answer)
      throws SourceException, InterruptedException {
    long bytes = 0;
    try (LedgerCursor cursor = service.source().open(range)) {
      Optional<LedgerBytes> ledger = cursor.next();
      while (ledger.isPresent()) {
        if (Context.current().isCancelled()) {
          throw new CancellationException("the client has left");
        }
        bytes += ledger.get().length();
        if (bytes > RawLedgerGrpcService.MAX_BYTES_IN_ANSWER && answer.getLedgersCount() > 0) {
          throw new SourceException(
              SourceException.Kind.EXHAUSTED,
              String.format(
                  "ledgers %s exceed the %d bytes of one answer; ask for %d ledgers or fewer",
                  range, RawLedgerGrpcService.MAX_BYTES_IN_ANSWER, answer.getLedgersCount()));
        }
        answer.addLedgers(service.message(ledger.get(), latest));
        ledger = cursor.next();
      }
    }
  }

  private static SourceException invalid(String message) {
    return new SourceException(SourceException.Kind.INVALID, message);
  }
}
