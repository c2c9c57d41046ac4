package io.ttpprocessor.rpc;

import com.fasterxml.jackson.core.JsonParser;
import io.ttpprocessor.rpc.client.Fields;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RpcEndpoint;
import io.ttpprocessor.rpc.client.RpcException;
import io.ttpprocessor.rpc.client.RpcFault;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for pages of ledgers and for what the servers hold, once each. Thread-safe. */
final class PageFetcher {
  /** Most ledgers that stellar-rpc sends at a time. */
  static final int MAX_LEDGERS = 200;

  private static final Logger log = LoggerFactory.getLogger(PageFetcher.class);
  private static final String GET_LEDGERS = "getLedgers";

  private final JsonRpcClient client;
  private final Endpoints endpoints;
  private final RpcTip tip;
  private final TipPacer pacer;

  PageFetcher(JsonRpcClient client, Endpoints endpoints, RpcTip tip, TipPacer pacer) {
    this.client = client;
    this.endpoints = endpoints;
    this.tip = tip;
    this.pacer = pacer;
  }

  /**
   * The ledgers from the first that is wanted on, as many as make a page; none when the first is
   * not there yet.
   *
   * @throws RpcException BEFORE_WINDOW when no server holds the next ledger any more, or whatever
   *     else fails
   */
  LedgerPage page(PageRequest request) throws RpcException, InterruptedException {
    LedgerPage page = endpoints.ask(endpoint -> page(endpoint, request));
    saw(page.window(), page.latestCloseTime());
    return page;
  }

  /** What the servers hold now. */
  LedgerWindow window() throws RpcException, InterruptedException {
    return endpoints.ask(this::window);
  }

  private LedgerPage page(RpcEndpoint endpoint, PageRequest request)
      throws RpcException, InterruptedException {
    boolean refused = false;
    while (true) {
      int limit = request.size().next(request.last() - request.first() + 1);
      LedgerPageReader reader =
          new LedgerPageReader(request.order(), request.last(), GET_LEDGERS + " at " + endpoint);
      try {
        LedgerPage page =
            client.call(endpoint, GET_LEDGERS, params(request.first(), limit), reader);
        request.size().came(page.ledgers().size(), page.bytes());
        return page;
      } catch (RpcException e) {
        if (e.fault() == RpcFault.BAD_RANGE) {
          LedgerWindow window = window(endpoint);
          if (!isThere(request.first(), window, endpoint)) {
            return new LedgerPage(List.of(), request.order(), window, 0);
          }
          // It may have come just now; if not, fewer may be allowed than are asked for.
          if (refused && !request.size().tooMany(limit)) {
            throw e;
          }
          refused = true;
          continue;
        }
        boolean fewerMayDo = e.fault().asksForLess() && request.size().tooMany(limit);
        LedgerPage begun = reader.begun(tip.window());
        if (!begun.ledgers().isEmpty()) {
          log.info(
              "{}; going on with its first {} ledgers", e.getMessage(), begun.ledgers().size());
          return begun;
        }
        if (!fewerMayDo || e.fault().asksForTime()) {
          throw e;
        }
      }
    }
  }

  /** A page begins after its cursor, which is the number of the ledger before. */
  private static String params(long first, int limit) {
    return first == 1
        ? String.format("{\"startLedger\":1,\"pagination\":{\"limit\":%d}}", limit)
        : String.format("{\"pagination\":{\"cursor\":\"%d\",\"limit\":%d}}", first - 1, limit);
  }

  /** Whether the server holds the ledger; a failure when it does not hold it any more. */
  private static boolean isThere(long ledger, LedgerWindow window, RpcEndpoint endpoint)
      throws RpcException {
    if (ledger < window.oldest()) {
      throw new RpcException(
          RpcFault.BEFORE_WINDOW,
          String.format(
              "%s at %s: the oldest ledger there is %d, the latest %d",
              GET_LEDGERS, endpoint, window.oldest(), window.latest()));
    }
    return ledger <= window.latest();
  }

  /** Both ends, by getHealth; where that answers an error, the latest ledger alone. */
  private LedgerWindow window(RpcEndpoint endpoint) throws RpcException, InterruptedException {
    try {
      return client.call(endpoint, "getHealth", "{}", this::health);
    } catch (RpcException e) {
      // A server whose ledgers are late says only that; while there is another, that one is asked.
      if (e.fault() != RpcFault.SERVER_ERROR || endpoints.count() > 1) {
        throw e;
      }
      return client.call(endpoint, "getLatestLedger", "{}", this::latestLedger);
    }
  }

  private LedgerWindow health(JsonParser json) throws IOException {
    Fields health =
        Fields.reader("oldestLedger", "latestLedger", "latestLedgerCloseTime").read(json);
    LedgerWindow window =
        new LedgerWindow(health.number("oldestLedger"), health.number("latestLedger"));
    saw(window, health.number("latestLedgerCloseTime", 0));
    return window;
  }

  private LedgerWindow latestLedger(JsonParser json) throws IOException {
    long latest = Fields.reader("sequence").read(json).number("sequence");
    LedgerWindow window = new LedgerWindow(tip.window().oldest(), latest);
    saw(window, 0);
    return window;
  }

  private void saw(LedgerWindow window, long closeTime) {
    tip.saw(window, closeTime);
    pacer.saw(window.latest(), closeTime, System.nanoTime());
  }
}
