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
 */
public final class LedgerPipeline {
  private final ExtractionWorkers workers;
  private final LedgerFormat format;
  private final Runnable onProgress;
  private final Queue<LedgerTask> tasks = new ConcurrentLinkedQueue<>();
  private final ExtractionFindings findings = new ExtractionFindings();
  private volatile boolean closed;

  /**
   * An empty pipeline.
   *
   * @param format what is made of each ledger
   * @param onProgress called by a worker each time a ledger has been extracted, or cannot be
   */
  public LedgerPipeline(ExtractionWorkers workers, LedgerFormat format, Runnable onProgress) {
    this.workers = workers;
    this.format = format;
    this.onProgress = onProgress;
  }

  /** Takes the next ledger. */
  public void submit(RawLedger ledger) {
    LedgerTask task = new LedgerTask(this, ledger);
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
  public ExtractedLedger poll() throws StatusException {
    LedgerTask head = tasks.peek();
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

  LedgerFormat format() {
    return format;
  }

  ExtractionFindings findings() {
    return findings;
  }

  void taskDone() {
    onProgress.run();
  }
}
