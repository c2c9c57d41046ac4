package io.ttpprocessor.benchmarks;

import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.encode.EventMessages;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steps from a ledger's bytes to the bytes of its message, each from the beginning except
 * {@link #encode} and {@link #messages}, which begin with the ledger's events. One operation is one
 * ledger.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LedgerBenchmark {
  private EventExtractor extractor;
  private EventEncoder encoder;
  private EventMessages messages;

  /** What one worker keeps from ledger to ledger. */
  @Setup
  public void prepare(Ledgers ledgers) {
    extractor = new EventExtractor(ledgers.network());
    encoder = new EventEncoder(ledgers.network());
    messages = new EventMessages();
  }

  /**
   * Checks a ledger against the schema, every bound, count and enum, and takes down where its
   * transactions lie.
   */
  @Benchmark
  public LedgerView check(Ledgers ledgers, Volume volume) {
    return LedgerView.parse(next(ledgers, volume), ledgers.network());
  }

  /** Walks over a ledger that is trusted to be well-formed. */
  @Benchmark
  public int skip(Ledgers ledgers, Volume volume) {
    return LedgerCloseMetaView.skip(next(ledgers, volume), 0);
  }

  /** Checks, hashes every envelope and joins it to its result. */
  @Benchmark
  public List<LedgerTransaction> join(Ledgers ledgers, Volume volume) {
    return LedgerView.parse(next(ledgers, volume), ledgers.network()).transactions();
  }

  /** All that leads to a ledger's events. */
  @Benchmark
  public LedgerEvents extract(Ledgers ledgers, Volume volume) {
    return extractor.extract(next(ledgers, volume));
  }

  /** Serializes events as one LedgerEvents message. */
  @Benchmark
  public EncodedMessage encode(Ledgers ledgers, Volume volume) {
    next(ledgers, volume);
    return count(encoder.ledger(ledgers.events(), 0), volume);
  }

  /** Serializes events by way of protobuf's message objects. */
  @Benchmark
  public long messages(Ledgers ledgers, Volume volume) {
    next(ledgers, volume);
    long size = 0;
    for (TokenTransferEvent message : messages.of(ledgers.events())) {
      size += message.toByteArray().length;
    }
    volume.messageMegabytes += size;
    return size;
  }

  /**
   * A ledger's bytes to its message's bytes: what the service does of each ledger, with the checks
   * and in the mode that the parameters name.
   */
  @Benchmark
  public EncodedMessage whole(Ledgers ledgers, CheckedExtraction extraction, Volume volume) {
    return count(encoder.ledger(extraction.extract(next(ledgers, volume)), 0), volume);
  }

  private static byte[] next(Ledgers ledgers, Volume volume) {
    ledgers.next();
    volume.megabytes += ledgers.bytes().length;
    return ledgers.bytes();
  }

  private static EncodedMessage count(EncodedMessage message, Volume volume) {
    volume.messageMegabytes += message.length();
    return message;
  }
}
