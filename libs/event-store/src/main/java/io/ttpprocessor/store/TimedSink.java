package io.ttpprocessor.store;

import java.util.Optional;
import java.util.function.LongConsumer;

/** Tells how long each write to a sink takes, whether it succeeds or not. */
public final class TimedSink implements EventSink {
  private final EventSink sink;
  private final LongConsumer times;

  /**
   * The sink with its writes timed.
   *
   * @param times told the length of each, in nanoseconds
   */
  public TimedSink(EventSink sink, LongConsumer times) {
    this.sink = sink;
    this.times = times;
  }

  @Override
  public Optional<Cursor> cursor() throws SinkException, InterruptedException {
    return sink.cursor();
  }

  @Override
  public void write(LedgerBatch batch) throws SinkException, InterruptedException {
    long start = System.nanoTime();
    try {
      sink.write(batch);
    } finally {
      times.accept(System.nanoTime() - start);
    }
  }

  @Override
  public void close() {
    sink.close();
  }
}
