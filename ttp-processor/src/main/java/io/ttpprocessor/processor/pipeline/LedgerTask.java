package io.ttpprocessor.processor.pipeline;

import io.grpc.Status;
import io.grpc.StatusException;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.rawledger.RawLedger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The extraction of one ledger. Ends with either a result or a fault. */
final class LedgerTask implements Runnable {
  private final LedgerPipeline pipeline;
  private final long sequence;
  private final String origin;
  private final int byteCount;
  private RawLedger raw;
  private ExtractedLedger result;
  private Status fault;
  private volatile boolean done;

  LedgerTask(LedgerPipeline pipeline, RawLedger raw) {
    this.pipeline = pipeline;
    this.raw = raw;
    this.sequence = Integer.toUnsignedLong(raw.getSequence());
    this.origin = raw.getOrigin();
    this.byteCount = raw.getLedgerCloseMetaXdr().size();
  }

  /** Whether {@link #result} or {@link #fault} is there. */
  boolean isDone() {
    return done;
  }

  /** The extracted ledger; null when there is a fault. */
  ExtractedLedger result() {
    return result;
  }

  /** Why the ledger cannot be extracted; null when there is a result. */
  Status fault() {
    return fault;
  }

  @Override
  public void run() {
    if (pipeline.isClosed()) {
      return;
    }
    try {
      requireNetwork();
      extract();
    } catch (StatusException | RuntimeException e) {
      fault = ExtractionFault.of(sequence, e);
    }
    if (fault != null && !origin.isEmpty()) {
      fault = fault.withDescription(fault.getDescription() + " (from " + origin + ")");
    }
    // Its bytes are not needed while the ledger waits for those before it.
    raw = null;
    done = true;
    pipeline.taskDone();
  }

  /** A wrong passphrase would otherwise show at the first transaction only. */
  private void requireNetwork() throws StatusException {
    byte[] stated = raw.getNetworkId().toByteArray();
    Network network = pipeline.workers().options().network();
    if (stated.length > 0 && !Arrays.equals(stated, network.id())) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              String.format(
                  "ledger %d: the source's ledgers are of network %s, but this processor's"
                      + " NETWORK_PASSPHRASE is of network %s",
                  sequence, HexFormat.of().formatHex(stated), network.idHex()))
          .asException();
    }
  }

  private void extract() {
    long start = System.nanoTime();
    ExtractionWorkers workers = pipeline.workers();
    ExtractionWorkers.Tools tools = workers.tools();
    LedgerView view =
        LedgerView.parse(raw.getLedgerCloseMetaXdr().toByteArray(), workers.options().network());
    if (view.sequence() != sequence) {
      throw LedgerException.inLedger(
          sequence, "the source's message holds the XDR of ledger " + view.sequence());
    }
    CheckedLedger checked = tools.extractor().extract(view);
    workers.metrics().add(checked);
    pipeline.findings().log(checked);
    LedgerEvents ledger = checked.events();
    String difference = ExtractionFindings.fault(checked);
    if (difference != null && workers.options().stopsOnDifference()) {
      fault = Status.DATA_LOSS.withDescription(difference);
      return;
    }
    long latest = Integer.toUnsignedLong(raw.getLatestLedger());
    LedgerContent content = new LedgerContent(view, ledger, latest);
    List<EncodedMessage> messages = pipeline.messages(tools.format(), content);
    long nanoseconds = System.nanoTime() - start;
    workers.metrics().took(nanoseconds);
    result =
        new ExtractedLedger(
            sequence,
            ledger.hash(),
            ledger.previousHash(),
            latest,
            ledger.events().size(),
            messages,
            pipeline.keepsContent() ? content : null,
            byteCount,
            nanoseconds);
  }
}
