package io.ttpprocessor.consumer.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sends events to all browsers that look (server-sent events). Each event is the whole of what its
 * name stands for, made once for all; a browser that comes is sent the newest of each name, and one
 * that takes them slowly misses some in between. Thread-safe.
 *
 * <p>A stream lasts for a while and then ends, after which the browser comes again by itself: the
 * server ends answers that take longer, and so nobody who has gone without a word keeps a place.
 */
final class EventHub implements AutoCloseable {
  /**
   * What a hub allows.
   *
   * @param clients most streams at a time
   * @param lifetime of a stream; shorter than the HTTP server's own limit of thirty seconds
   * @param stall how long a browser may take for one event
   * @param heartbeat silence after which a comment is sent
   */
  record Limits(int clients, Duration lifetime, Duration stall, Duration heartbeat) {
    static final Limits USUAL =
        new Limits(50, Duration.ofSeconds(25), Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  private static final String RETRY_SECONDS = "5";

  /** Longer than a browser takes to come again. */
  private static final Duration ABSENCE = Duration.ofSeconds(10);

  private final Limits limits;
  private final Supplier<String> history;
  private final Map<String, byte[]> newest = new LinkedHashMap<>();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private long watchedUntil = System.nanoTime();
  private boolean closed;

  /**
   * @param history what a browser that comes is sent first, as JSON: the event {@code history}
   */
  EventHub(Limits limits, Supplier<String> history) {
    this.limits = limits;
    this.history = history;
  }

  /** Takes a browser's request: streams to it from a thread of its own, or refuses. */
  void open(HttpExchange exchange) throws IOException {
    if (HttpAnswer.refusedForeign(exchange)) {
      return;
    }
    EventStream stream = new EventStream(exchange, limits, streams::remove);
    if (!HttpAnswer.isHead(exchange) && !add(stream)) {
      exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
      HttpAnswer.error(exchange, 503, "too many browsers look at once: " + limits.clients());
      return;
    }
    HttpAnswer.head(exchange, "text/event-stream; charset=utf-8", "no-store");
    // Proxies that collect an answer before they pass it on would show nothing.
    exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
    if (HttpAnswer.isHead(exchange)) {
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    stream.start();
  }

  private synchronized boolean add(EventStream stream) {
    if (closed || streams.size() >= limits.clients()) {
      return false;
    }
    stream.put("history", frame("history", history.get()));
    newest.forEach(stream::put);
    streams.add(stream);
    return true;
  }

  /** Sends an event to all, in place of one of its name that a browser has not taken yet. */
  synchronized void publish(String name, String json) {
    byte[] frame = frame(name, json);
    newest.put(name, frame);
    streams.forEach(stream -> stream.put(name, frame));
  }

  /** How many look. */
  int clients() {
    return streams.size();
  }

  /** Ends the streams that do not go on; to be called each second. */
  void cutOff() {
    streams.forEach(EventStream::cutOffIfStalled);
    if (!isWatched()) {
      forget();
    }
  }

  /** Whether somebody looks, or did a moment ago. */
  synchronized boolean isWatched() {
    long now = System.nanoTime();
    if (!streams.isEmpty()) {
      watchedUntil = now + ABSENCE.toNanos();
    }
    return now - watchedUntil < 0;
  }

  /** What is old by the time that somebody looks again is not shown. */
  private synchronized void forget() {
    newest.clear();
  }

  /** JSON has no line breaks but those that it is written with, of which there are none here. */
  private static byte[] frame(String name, String json) {
    return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void close() {
    closed = true;
    streams.forEach(EventStream::cutOff);
  }
}
