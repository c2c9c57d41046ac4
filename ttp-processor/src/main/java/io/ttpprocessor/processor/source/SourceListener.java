package io.ttpprocessor.processor.source;

import io.grpc.Status;
import io.ttpprocessor.protos.rawledger.RawLedger;

/** Takes what a {@link SourceStream} yields; called by one thread at a time, and must not block. */
public interface SourceListener {
  /** The next ledger: its sequence follows that of the one before. */
  void onLedger(RawLedger ledger);

  /** The range's last ledger has been given; nothing follows. */
  void onEnd();

  /**
   * The source has no ledger for such a request, which is the request's fault; the description
   * names the ledger that was due. Nothing follows.
   */
  void onRefusal(Status status);

  /** There is no going on; the description names the ledger that was due. Nothing follows. */
  void onFailure(Status status);
}
