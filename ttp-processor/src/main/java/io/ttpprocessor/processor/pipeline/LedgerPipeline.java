package io.ttpprocessor.processor.pipeline;

import io.grpc.StatusException;
import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.protos.rawledger.RawLedger;
import java.util.List;
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

  /** Null where no messages are made, and each ledger's content is kept instead. */
  private final LedgerFormat format;

  private final Runnable onProgress;
  private final Queue<LedgerTask> tasks = new ConcurrentLinkedQueue<>();
  private final ExtractionFindings findings = new ExtractionFindings();
  private volatile boolean closed;

  /**
   * An empty pipeline that makes each ledger's messages.
   *
   * @param format what is made of each ledger
   * @param onProgress called by a worker each time a ledger has been extracted, or cannot be
   */
  public LedgerPipeline(ExtractionWorkers workers, LedgerFormat format, Runnable onProgress) {
    this.workers = workers;
    this.format = format;
    this.onProgress = onProgress;
  }

  /** An empty pipeline whose ledgers have no messages yet, but all that it takes to make some. */
  public static LedgerPipeline ofContents(ExtractionWorkers workers, Runnable onProgress) {
    return new LedgerPipeline(workers, null, onProgress);
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

  boolean keepsContent() {
    return format == null;
  }

  List<EncodedMessage> messages(FormatTools tools, LedgerContent content) {
    return format == null ? List.of() : format.messages(tools, content);
  }

  ExtractionFindings findings() {
    return findings;
  }

  void taskDone() {
    onProgress.run();
  }
}
