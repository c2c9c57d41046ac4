package io.ttpprocessor.processor.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of messages the transport holds for all subscribers together, and how many it may:
 * it copies each message for each of them, into memory of which there is no more than heap. Who
 * finds no room is told as soon as there is some, in turn. Thread-safe.
 */
public final class OutboundBytes {
  private final long limit;
  private final Map<Runnable, Long> waiting = new LinkedHashMap<>();
  private long held;

  /** At most {@code limit} bytes, or one message where that is more. */
  public OutboundBytes(long limit) {
    this.limit = limit;
  }

  /** Bytes held now, but for what is below each subscriber's threshold. */
  public synchronized long held() {
    return held;
  }

  /**
   * Takes room for a message.
   *
   * @param whenFree is called once when there may be room, if there is none now
   * @return whether there was room
   */
  synchronized boolean take(long bytes, Runnable whenFree) {
    if (held > 0 && held + bytes > limit) {
      waiting.put(whenFree, bytes);
      return false;
    }
    waiting.remove(whenFree);
    held += bytes;
    return true;
  }

  /**
   * Gives room back.
   *
   * @param ended whoever waits no longer; null if nobody
   * @return those for whom there is room now, to be called by the caller, in any order
   */
  List<Runnable> giveBack(long bytes, Runnable ended) {
    List<Runnable> next = new ArrayList<>();
    synchronized (this) {
      held -= bytes;
      waiting.remove(ended);
      long free = limit - held;
      Iterator<Map.Entry<Runnable, Long>> first = waiting.entrySet().iterator();
      while (first.hasNext() && (free > 0 || held == 0 && next.isEmpty())) {
        Map.Entry<Runnable, Long> waiter = first.next();
        free -= waiter.getValue();
        next.add(waiter.getKey());
        first.remove();
      }
    }
    return next;
  }
}
