package io.ttpprocessor.source;

import io.grpc.Status;
import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.protos.rawledger.RawLedger;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open StreamRawLedgers call: reads a ledger only when the client takes one. Ended by the
 * range's end, the source's failure, the client's leaving or {@link #close}.
 */
final class RawLedgerStream implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(RawLedgerStream.class);

  private final RawLedgerGrpcService service;
  private final LedgerRange requested;
  private final FlowControlledSender<RawLedger> sender;
  private Thread thread;
  private boolean ended;

  RawLedgerStream(
      RawLedgerGrpcService service, LedgerRange requested, FlowControlledSender<RawLedger> sender) {
    this.service = service;
    this.requested = requested;
    this.sender = sender;
  }

  @Override
  public void run() {
    if (!started()) {
      return;
    }
    try {
      send();
      sender.complete();
    } catch (SourceException e) {
      log.warn("The stream of ledgers {} failed: {}", requested, e.getMessage());
      service.statistics().failed(e);
      sender.fail(SourceStatus.of(e));
    } catch (InterruptedException e) {
      sender.fail(Status.UNAVAILABLE.withDescription("the source is closing"));
    } catch (RuntimeException e) {
      log.error("The stream of ledgers {} met a defect", requested, e);
      sender.fail(Status.INTERNAL.withDescription("defect in the source service").withCause(e));
    } finally {
      end();
    }
  }

  /** Ends the stream with {@code status}, from another thread. */
  void close(Status status) {
    sender.fail(status);
    interrupt();
  }

  /** Makes the stream's thread notice that its call has ended. */
  synchronized void interrupt() {
    if (thread != null && !ended) {
      thread.interrupt();
    }
  }

  private void send() throws SourceException, InterruptedException {
    LedgerSource source = service.source();
    LedgerRange range =
        requested.first() == LedgerRange.LATEST ? requested.resolve(source.latest()) : requested;
    log.info("Sending ledgers {}", range);
    try (LedgerCursor cursor = source.open(range)) {
      if (sender.copiesMessages()) {
        cursor.reuseMemory();
      }
      while (awaitClient()) {
        Optional<LedgerBytes> ledger = cursor.next();
        if (ledger.isEmpty() || !sender.send(service.message(ledger.get(), cursor.latestKnown()))) {
          return;
        }
        service.statistics().ledgerSent(ledger.get().sequence(), ledger.get().length());
      }
    }
  }

  private boolean awaitClient() throws InterruptedException {
    long start = System.nanoTime();
    boolean ready = sender.awaitReady();
    service.statistics().waitedForClient(System.nanoTime() - start);
    return ready;
  }

  private synchronized boolean started() {
    thread = Thread.currentThread();
    return !ended;
  }

  private synchronized void end() {
    ended = true;
    // The thread goes back to a pool; what is left of an interrupt is not meant for its next task.
    Thread.interrupted();
  }
}
