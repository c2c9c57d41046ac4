package io.ttpprocessor.processor.pipeline;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.xdr.runtime.XdrException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stream is told of a ledger that cannot be extracted. */
final class ExtractionFault {
  private static final Logger log = LoggerFactory.getLogger(ExtractionFault.class);

  private ExtractionFault() {}

  /** DATA_LOSS where the ledger's bytes are at fault, INTERNAL where we are; names the ledger. */
  static Status of(long sequence, Throwable failure) {
    if (failure instanceof StatusException) {
      return ((StatusException) failure).getStatus();
    }
    if (failure instanceof XdrException) {
      return dataLoss(
          "ledger " + sequence + ": failed to unmarshal XDR: " + failure.getMessage(), failure);
    }
    if (failure instanceof LedgerException || failure instanceof ExtractionException) {
      return dataLoss(failure.getMessage(), failure);
    }
    log.error("failed to process TTP events of ledger {}", sequence, failure);
    return Status.INTERNAL
        .withDescription("ledger " + sequence + ": failed to process TTP events: " + failure)
        .withCause(failure);
  }

  private static Status dataLoss(String description, Throwable cause) {
    return Status.DATA_LOSS.withDescription(description).withCause(cause);
  }
}
