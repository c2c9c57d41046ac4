package io.ttpprocessor.processor.pipeline;

import io.grpc.StatusException;
import io.ttpprocessor.protos.rawledger.RawLedger;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The ledgers of one stream on their way through extraction: any number at a time, out in the order
 * in which they went in. How many are in it is its owner's to bound.
 *
 * <p>One thread at a time submits, one at a time polls.
 *
 * @param <M> the stream's messages
 */
public final class LedgerPipeline<M> {
  private final ExtractionWorkers workers;
  private final LedgerMessages<M> messages;
  private final Runnable onProgress;
  private final Queue<LedgerTask<M>> tasks = new ConcurrentLinkedQueue<>();
  private final ExtractionFindings findings = new ExtractionFindings();
  private volatile boolean closed;

  /**
   * An empty pipeline.
   *
   * @param onProgress called by a worker each time a ledger has been extracted, or cannot be
   */
  public LedgerPipeline(
      ExtractionWorkers workers, LedgerMessages<M> messages, Runnable onProgress) {
    this.workers = workers;
    this.messages = messages;
    this.onProgress = onProgress;
  }

  /** Takes the next ledger. */
  public void submit(RawLedger ledger) {
    LedgerTask<M> task = new LedgerTask<>(this, ledger);
    tasks.add(task);
    workers.execute(task);
  }

  /** Whether every ledger that went in has come out. */
  public boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * The next ledger, or null while it is not ready.
   *
   * @throws StatusException when it cannot be extracted: DATA_LOSS when its bytes are at fault,
   *     FAILED_PRECONDITION when its source says that it is another network's; the description
   *     names the ledger
   */
  public ExtractedLedger<M> poll() throws StatusException {
    LedgerTask<M> head = tasks.peek();
    if (head == null || !head.isDone()) {
      return null;
    }
    tasks.remove();
    if (head.fault() != null) {
      throw head.fault().asException();
    }
    return head.result();
  }

  /** Lets what has not begun be dropped. */
  public void close() {
    closed = true;
    tasks.clear();
  }

  boolean isClosed() {
    return closed;
  }

  ExtractionWorkers workers() {
    return workers;
  }

  LedgerMessages<M> messages() {
    return messages;
  }

  ExtractionFindings findings() {
    return findings;
  }

  void taskDone() {
    onProgress.run();
  }
}
