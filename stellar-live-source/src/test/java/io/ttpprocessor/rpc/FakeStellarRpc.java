package io.ttpprocessor.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * stellar-rpc as its source has it (cmd/stellar-rpc/internal/methods), over real sockets: a window
 * of ledgers whose ends the test moves, cursors, and the errors of each check. Faults are put
 * between it and the client by {@link #disturb}.
 */
final class FakeStellarRpc implements AutoCloseable {
  static final int INVALID_REQUEST = -32600;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;
  static final int PROCESSING_LIMIT = -32001;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LIMIT = 200;
  private static final int DEFAULT_LIMIT = 50;
  private static final long FIRST_CLOSE_TIME = 1_700_000_000;

  private final MockWebServer server = new MockWebServer();
  private final long first;
  private final List<byte[]> ledgers;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final List<JsonNode> pages = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile String url = "";
  private volatile String passphrase = "Test SDF Network ; September 2015";
  private volatile Disturbance disturbance = (request, page) -> Optional.empty();
  private volatile Consumer<Page> edit = page -> {};
  private volatile boolean healthy = true;
  private volatile long bytesPerRequest = Long.MAX_VALUE;
  private volatile long oldest;
  private volatile long latest;

  /** What comes instead of the answer, if anything does. */
  @FunctionalInterface
  interface Disturbance {
    Optional<MockResponse> of(JsonNode request, Page page);
  }

  /** A page about to be sent; a test may change it. */
  static final class Page {
    final List<Entry> entries = new ArrayList<>();
    long first;
    long latest;
  }

  /** A ledger of a page, as it goes into the answer. */
  static final class Entry {
    String sequence;
    String metadata;

    Entry(long sequence, byte[] meta) {
      this.sequence = Long.toString(sequence);
      this.metadata = '"' + Base64.getEncoder().encodeToString(meta) + '"';
    }
  }

  /** A server that holds {@code ledgers}, whose first is {@code first}, all in its window. */
  FakeStellarRpc(long first, List<byte[]> ledgers) {
    this.first = first;
    this.ledgers = ledgers;
    this.oldest = first;
    this.latest = first + ledgers.size() - 1;
    server.setServerSocketFactory(new PromptSockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
  }

  FakeStellarRpc start() {
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
      url = "http://127.0.0.1:" + server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  String url() {
    return url;
  }

  FakeStellarRpc passphrase(String value) {
    passphrase = value;
    return this;
  }

  FakeStellarRpc window(long newOldest, long newLatest) {
    oldest = newOldest;
    latest = newLatest;
    return this;
  }

  long latest() {
    return latest;
  }

  /** Answers getLedgers with -32001 when a page is larger. */
  FakeStellarRpc bytesPerRequest(long bytes) {
    bytesPerRequest = bytes;
    return this;
  }

  /** Makes getHealth say that the latest ledger is too old. */
  FakeStellarRpc unhealthy() {
    healthy = false;
    return this;
  }

  FakeStellarRpc disturb(Disturbance value) {
    disturbance = value;
    return this;
  }

  /** Changes each page before it is sent. */
  FakeStellarRpc edit(Consumer<Page> value) {
    edit = value;
    return this;
  }

  int calls(String method) {
    return calls.computeIfAbsent(method, name -> new AtomicInteger()).get();
  }

  /** Parameters of the getLedgers requests so far. */
  List<JsonNode> pages() {
    return pages;
  }

  /** The Authorization headers so far. */
  List<String> authorizations() {
    return authorizations;
  }

  /** Ends it as a crash would; what it counted stays. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    stop();
  }

  static MockResponse json(String body) {
    return new MockResponse.Builder()
        .code(200)
        .setHeader("Content-Type", "application/json")
        .body(new Buffer().writeUtf8(body))
        .build();
  }

  static MockResponse error(int code, String message) {
    return json(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":"
            + code
            + ",\"message\":\""
            + message
            + "\"}}");
  }

  static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).body("no").build();
  }

  private MockResponse answer(RecordedRequest http) {
    try {
      JsonNode request = JSON.readTree(http.getBody().utf8());
      String method = request.path("method").asText();
      calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
      authorizations.add(String.valueOf(http.getHeaders().get("Authorization")));
      if (method.equals("getLedgers")) {
        pages.add(request.path("params"));
        return getLedgers(request);
      }
      return disturbance.of(request, null).orElseGet(() -> other(method));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MockResponse other(String method) {
    switch (method) {
      case "getNetwork":
        return result("{\"passphrase\":\"" + passphrase + "\",\"protocolVersion\":23}");
      case "getHealth":
        return healthy
            ? result(
                "{\"status\":\"healthy\",\"latestLedger\":"
                    + latest
                    + ",\"latestLedgerCloseTime\":"
                    + closeTime(latest)
                    + ",\"oldestLedger\":"
                    + oldest
                    + ",\"oldestLedgerCloseTime\":"
                    + closeTime(oldest)
                    + ",\"ledgerRetentionWindow\":120960}")
            : error(INTERNAL_ERROR, "latency (31s) since last known ledger closed is too high");
      case "getLatestLedger":
        return result(
            "{\"id\":\"00\",\"protocolVersion\":23,\"sequence\":"
                + latest
                + ",\"closeTime\":\"1\",\"headerXdr\":\"AAAA\",\"metadataXdr\":\"AAAA\"}");
      default:
        return error(-32601, "method not found");
    }
  }

  private MockResponse getLedgers(JsonNode request) {
    JsonNode params = request.path("params");
    JsonNode pagination = params.path("pagination");
    long low = oldest;
    long high = latest;
    long start = params.path("startLedger").asLong(0);
    boolean byCursor = pagination.has("cursor");
    int limit = pagination.path("limit").asInt(DEFAULT_LIMIT);
    String bounds =
        " must be between the oldest ledger: " + low + " and the latest ledger: " + high;
    if (byCursor && start != 0) {
      return error(INVALID_REQUEST, "startLedger and cursor cannot both be set");
    }
    if (!byCursor && (start < low || start > high)) {
      return error(INVALID_REQUEST, "start ledger (" + start + ")" + bounds);
    }
    if (limit > MAX_LIMIT) {
      return error(INVALID_REQUEST, "limit must not exceed " + MAX_LIMIT);
    }
    if (byCursor) {
      start = pagination.path("cursor").asLong() + 1;
      if (start < low || start > high) {
        return error(INVALID_PARAMS, "cursor ('" + (start - 1) + "')" + bounds);
      }
    }
    Page page = page(start, Math.min(high, start + limit - 1), high);
    if (page.entries.stream().mapToLong(entry -> entry.metadata.length()).sum() > bytesPerRequest) {
      return error(PROCESSING_LIMIT, "request exceeded processing limit threshold");
    }
    Optional<MockResponse> disturbed = disturbance.of(request, page);
    if (disturbed.isPresent()) {
      return disturbed.get();
    }
    edit.accept(page);
    return json(body(page, low));
  }

  private Page page(long start, long end, long high) {
    Page page = new Page();
    page.first = start;
    page.latest = high;
    for (long sequence = start; sequence <= end; sequence++) {
      page.entries.add(new Entry(sequence, ledgers.get((int) (sequence - first))));
    }
    return page;
  }

  /** A page as stellar-rpc writes it, fields in its order. */
  static String body(Page page, long oldest) {
    StringBuilder body =
        new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"ledgers\":[");
    String comma = "";
    for (Entry entry : page.entries) {
      body.append(comma)
          .append("{\"hash\":\"00\",\"sequence\":")
          .append(entry.sequence)
          .append(",\"ledgerCloseTime\":\"1\",\"headerXdr\":\"AAAA\",\"metadataXdr\":")
          .append(entry.metadata)
          .append('}');
      comma = ",";
    }
    return body.append("],\"latestLedger\":")
        .append(page.latest)
        .append(",\"latestLedgerCloseTime\":")
        .append(closeTime(page.latest))
        .append(",\"oldestLedger\":")
        .append(oldest)
        .append(",\"oldestLedgerCloseTime\":1,\"cursor\":\"1\"}}")
        .toString();
  }

  private static long closeTime(long ledger) {
    return FIRST_CLOSE_TIME + 5 * ledger;
  }

  private static MockResponse result(String json) {
    return json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
  }
}
