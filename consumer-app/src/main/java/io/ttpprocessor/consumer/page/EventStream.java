package io.ttpprocessor.consumer.page;

import com.sun.net.httpserver.HttpExchange;
import io.ttpprocessor.consumer.page.EventHub.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The events of one browser: what waits for it, at most one event of each name, and the thread that
 * writes it.
 */
final class EventStream {
  /** Where the server has gone away, and after each stream's usual end. */
  private static final byte[] FIRST_WORDS = "retry: 500\n\n".getBytes(StandardCharsets.UTF_8);

  private static final byte[] HEARTBEAT = ": here\n\n".getBytes(StandardCharsets.UTF_8);

  private final HttpExchange exchange;
  private final Limits limits;
  private final Consumer<EventStream> onEnd;
  private final Map<String, byte[]> waiting = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::run, "page-events");
  private boolean writing;
  private long writingSince;

  /**
   * @param onEnd told when the stream has ended, for whichever reason
   */
  EventStream(HttpExchange exchange, Limits limits, Consumer<EventStream> onEnd) {
    this.exchange = exchange;
    this.limits = limits;
    this.onEnd = onEnd;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Has an event sent, in place of one of its name that still waits. */
  synchronized void put(String name, byte[] frame) {
    waiting.put(name, frame);
    notifyAll();
  }

  /** Ends the stream if the browser has not taken what is being written to it for too long. */
  synchronized void cutOffIfStalled() {
    if (writing && System.nanoTime() - writingSince > limits.stall().toNanos()) {
      cutOff();
    }
  }

  /** Ends the stream: an interrupt closes the socket that a write waits for. */
  void cutOff() {
    thread.interrupt();
  }

  private void run() {
    long end = System.nanoTime() + limits.lifetime().toNanos();
    try (exchange) {
      write(List.of(FIRST_WORDS), true);
      for (long left = limits.lifetime().toNanos(); left > 0; left = end - System.nanoTime()) {
        write(take(Math.min(left, limits.heartbeat().toNanos())), false);
      }
      // The last chunk, which closing writes, may wait as well.
      begin();
    } catch (IOException | InterruptedException e) {
      // The browser has gone, or is cut off; a thread's end is all there is to do.
      Thread.currentThread().interrupt();
    } finally {
      onEnd.accept(this);
    }
  }

  /** What waits, or, after a silence of that many nanoseconds, a heartbeat. */
  private synchronized List<byte[]> take(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; waiting.isEmpty() && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    List<byte[]> taken = waiting.isEmpty() ? List.of(HEARTBEAT) : List.copyOf(waiting.values());
    waiting.clear();
    return taken;
  }

  private void write(List<byte[]> frames, boolean isFirst) throws IOException {
    begin();
    try {
      if (isFirst) {
        exchange.sendResponseHeaders(200, 0);
      }
      OutputStream out = exchange.getResponseBody();
      for (byte[] frame : frames) {
        out.write(frame);
      }
      out.flush();
    } finally {
      done();
    }
  }

  private synchronized void begin() {
    writing = true;
    writingSince = System.nanoTime();
  }

  private synchronized void done() {
    writing = false;
  }
}
