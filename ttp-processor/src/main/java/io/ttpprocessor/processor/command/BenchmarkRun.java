package io.ttpprocessor.processor.command;

import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** One thread's share of a benchmark: whole passes over all ledgers until the time is over. */
final class BenchmarkRun implements Callable<BenchmarkRun.Result> {
  private final List<byte[]> ledgers;
  private final Duration time;
  private final Network network;
  private final SequenceExtractor extractor;
  private final EventEncoder encoder;
  private long ledgerCount;
  private long byteCount;
  private long eventCount;
  private long messageByteCount;

  BenchmarkRun(LedgerFiles input, ExtractionChoice choice, List<byte[]> ledgers, Duration time) {
    this.ledgers = ledgers;
    this.time = time;
    this.network = input.network();
    this.extractor = new SequenceExtractor(input, choice);
    this.encoder = new EventEncoder(network);
  }

  /**
   * What was done in how long.
   *
   * @param bytes of uncompressed XDR
   * @param messageBytes of serialized messages; counted so that making them cannot be left out
   */
  record Result(long ledgers, long bytes, long events, long messageBytes, long nanoseconds) {
    static final Result NONE = new Result(0, 0, 0, 0, 0);

    /** This and what another thread did at the same time. */
    Result plus(Result other) {
      return new Result(
          ledgers + other.ledgers,
          bytes + other.bytes,
          events + other.events,
          messageBytes + other.messageBytes,
          Math.max(nanoseconds, other.nanoseconds));
    }
  }

  @Override
  public Result call() {
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < time.toNanos()) {
      for (byte[] ledger : ledgers) {
        process(ledger);
      }
      elapsed = System.nanoTime() - start;
    }
    return new Result(ledgerCount, byteCount, eventCount, messageByteCount, elapsed);
  }

  private void process(byte[] ledger) {
    LedgerEvents events = extractor.extract(LedgerView.parse(ledger, network)).events();
    ledgerCount++;
    byteCount += ledger.length;
    eventCount += events.events().size();
    messageByteCount += encoder.ledger(events, 0).length();
  }
}
