package io.ttpprocessor.processor.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An action that several threads ask for and one at a time does, again if it was asked for
 * meanwhile; nobody waits for anybody. Thread-safe.
 */
final class OneAtATime implements Runnable {
  private final Runnable action;

  /** How many have asked since it was last idle; above 0, one of them is at it. */
  private final AtomicInteger requests = new AtomicInteger();

  OneAtATime(Runnable action) {
    this.action = action;
  }

  /** Sees to it that the action is begun after this call, by this thread or another. */
  @Override
  public void run() {
    if (requests.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      action.run();
      seen = requests.addAndGet(-seen);
    }
  }
}
