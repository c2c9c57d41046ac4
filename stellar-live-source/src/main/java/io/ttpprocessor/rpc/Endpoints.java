package io.ttpprocessor.rpc;

import io.ttpprocessor.rpc.client.Fields;
import io.ttpprocessor.rpc.client.JsonRpcClient;
import io.ttpprocessor.rpc.client.RpcEndpoint;
import io.ttpprocessor.rpc.client.RpcException;
import io.ttpprocessor.rpc.client.RpcFault;
import io.ttpprocessor.source.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers to ask: the one that worked last, and when it fails each of the others once. Each is
 * asked for its network before anything else. Thread-safe.
 */
final class Endpoints {
  private static final Logger log = LoggerFactory.getLogger(Endpoints.class);

  private final JsonRpcClient client;
  private final List<RpcEndpoint> all;
  private final Set<RpcEndpoint> known = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> passphrase;
  private volatile long protocol;
  private volatile int current;

  /**
   * @param all one or more, the preferred first
   * @param passphrase the network that all must be of; empty for that of the first to answer
   */
  Endpoints(JsonRpcClient client, List<RpcEndpoint> all, Optional<String> passphrase) {
    this.client = client;
    this.all = List.copyOf(all);
    this.passphrase = passphrase;
  }

  /** What is asked of one server. */
  @FunctionalInterface
  interface Question<T> {
    T ask(RpcEndpoint endpoint) throws RpcException, InterruptedException;
  }

  /**
   * Asks the servers in turn until one answers.
   *
   * @throws RpcException the first failure that may pass, or else the first
   */
  <T> T ask(Question<T> question) throws RpcException, InterruptedException {
    int first = current;
    RpcException failure = null;
    for (int i = 0; i < all.size(); i++) {
      int index = (first + i) % all.size();
      try {
        requireNetwork(all.get(index));
        T answer = question.ask(all.get(index));
        use(index);
        return answer;
      } catch (RpcException e) {
        if (i < all.size() - 1) {
          log.warn("{}; asking {}", e.getMessage(), all.get((index + 1) % all.size()));
        }
        failure = failure == null || isBetterTold(failure, e) ? e : failure;
      }
    }
    throw failure;
  }

  /**
   * Asks every server for its network.
   *
   * @throws RpcException when one is of another network, or none answers
   */
  void requireNetworks() throws RpcException, InterruptedException {
    RpcException failure = null;
    boolean answered = false;
    for (RpcEndpoint endpoint : all) {
      try {
        requireNetwork(endpoint);
        answered = true;
      } catch (RpcException e) {
        if (e.fault() == RpcFault.WRONG_NETWORK) {
          throw e;
        }
        failure = failure == null || isBetterTold(failure, e) ? e : failure;
      }
    }
    if (!answered) {
      throw failure;
    }
  }

  /** The network's passphrase, configured or as the first server to answer told it. */
  Optional<String> passphrase() {
    return passphrase;
  }

  /** The protocol's version as a server last told it; 0 when none has. */
  long protocol() {
    return protocol;
  }

  /** How many there are. */
  int count() {
    return all.size();
  }

  /** The one that worked last. */
  RpcEndpoint current() {
    return all.get(current);
  }

  /** All of them, the preferred first, without what may be a key. */
  @Override
  public String toString() {
    return all.stream().map(RpcEndpoint::toString).collect(Collectors.joining(", "));
  }

  private void use(int index) {
    if (current != index) {
      current = index;
      log.info("Reading from {} from now on", all.get(index));
    }
  }

  private void requireNetwork(RpcEndpoint endpoint) throws RpcException, InterruptedException {
    if (known.contains(endpoint)) {
      return;
    }
    Network network =
        client.call(
            endpoint,
            "getNetwork",
            "{}",
            json -> {
              Fields fields = Fields.reader("passphrase", "protocolVersion").read(json);
              return new Network(fields.text("passphrase"), fields.number("protocolVersion", 0));
            });
    requireSame(endpoint, network.passphrase());
    protocol = network.protocol();
    known.add(endpoint);
  }

  private synchronized void requireSame(RpcEndpoint endpoint, String stated) throws RpcException {
    if (passphrase.isEmpty()) {
      passphrase = Optional.of(stated);
    } else if (!passphrase.get().equals(stated)) {
      throw new RpcException(
          RpcFault.WRONG_NETWORK,
          String.format(
              "getNetwork at %s: the network is \"%s\", not \"%s\" (NETWORK_PASSPHRASE)",
              endpoint, stated, passphrase.get()));
    }
  }

  /** Whether {@code other} is to be told instead: it may pass, and the first will not. */
  private static boolean isBetterTold(RpcException first, RpcException other) {
    return !mayPass(first) && mayPass(other);
  }

  private static boolean mayPass(RpcException failure) {
    return failure.fault().kind() == SourceException.Kind.TRANSIENT;
  }

  private record Network(String passphrase, long protocol) {}
}
