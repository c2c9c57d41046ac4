package io.ttpprocessor.processor.source;

import java.util.concurrent.atomic.LongAdder;

/**
 * Whether ledgers that two sources have are compared where a stream goes over from one to the
 * other, and what came of it in all streams. Thread-safe.
 */
public final class Overlap {
  /** Most ledgers before a hand-over that can be compared: each is one request. */
  public static final int MOST_LEDGERS = 100;

  private final int ledgers;
  private final LongAdder compared = new LongAdder();
  private final LongAdder notComparable = new LongAdder();

  /**
   * @param ledgers how many ledgers before a hand-over are compared; 0 for none
   */
  public Overlap(int ledgers) {
    if (ledgers < 0 || ledgers > MOST_LEDGERS) {
      throw new IllegalArgumentException(ledgers + " is not from 0 to " + MOST_LEDGERS);
    }
    this.ledgers = ledgers;
  }

  int ledgers() {
    return ledgers;
  }

  void comparedOne() {
    compared.increment();
  }

  void notComparable(int count) {
    notComparable.add(count);
  }

  /** Ledgers that two sources had, and had byte for byte alike. */
  public long compared() {
    return compared.sum();
  }

  /** Ledgers that were to be compared and that the second source did not have, or not send. */
  public long notComparable() {
    return notComparable.sum();
  }
}
