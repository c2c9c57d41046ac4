package io.ttpprocessor.processor.pipeline;

import io.grpc.StatusException;
import io.ttpprocessor.encode.EncodedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/**
 * A ledger that many streams send: extracted once, and the messages of each format made once, by a
 * worker, when the first stream wants them. Thread-safe; no caller waits, but of the workers only
 * one at a time makes messages of the same ledger.
 */
public final class SharedLedger {
  private final ExtractedLedger ledger;
  private final ExtractionWorkers workers;
  private final LongConsumer onGrowth;
  private final Map<LedgerFormat, CompletableFuture<List<EncodedMessage>>> messages =
      new HashMap<>();

  /**
   * Shares a ledger.
   *
   * @param ledger an extracted ledger with its content
   * @param onGrowth is told by how many bytes it has grown
   */
  public SharedLedger(ExtractedLedger ledger, ExtractionWorkers workers, LongConsumer onGrowth) {
    this.ledger = ledger;
    this.workers = workers;
    this.onGrowth = onGrowth;
  }

  /** The ledger's sequence number. */
  public long sequence() {
    return ledger.sequence();
  }

  /** About how many bytes of memory it takes without messages: its XDR, and as much beside it. */
  public long byteCount() {
    return 2L * ledger.byteCount();
  }

  /** The ledger with the format's messages, as soon as they are made. */
  public CompletableFuture<ExtractedLedger> in(LedgerFormat format) {
    return messages(format).thenApply(ledger::with);
  }

  /**
   * The ledger that a completed {@link #in} has.
   *
   * @throws StatusException when its messages cannot be made
   */
  public ExtractedLedger get(CompletableFuture<ExtractedLedger> made) throws StatusException {
    try {
      return made.join();
    } catch (CompletionException e) {
      throw ExtractionFault.of(sequence(), e.getCause()).asException();
    }
  }

  private CompletableFuture<List<EncodedMessage>> messages(LedgerFormat format) {
    CompletableFuture<List<EncodedMessage>> made = new CompletableFuture<>();
    synchronized (messages) {
      CompletableFuture<List<EncodedMessage>> known = messages.putIfAbsent(format, made);
      if (known != null) {
        return known;
      }
    }
    try {
      return made.completeAsync(() -> make(format), workers::execute);
    } catch (RejectedExecutionException e) {
      made.completeExceptionally(e);
      return made;
    }
  }

  private List<EncodedMessage> make(LedgerFormat format) {
    List<EncodedMessage> encoded;
    // Two formats may be made at a time, and a ledger's content is for one thread at a time.
    synchronized (ledger) {
      encoded = format.messages(workers.tools().format(), ledger.content());
    }
    onGrowth.accept(encoded.stream().mapToLong(EncodedMessage::length).sum());
    return encoded;
  }
}
