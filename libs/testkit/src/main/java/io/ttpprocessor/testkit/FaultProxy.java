package io.ttpprocessor.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback address that injects faults: what a test puts between two parts to
 * learn what they do when the network, or the other side, fails at a given byte.
 *
 * <p>Bytes are counted per direction, over all connections, from the first one on. A fault is armed
 * at a count; the bytes below it are passed on, the byte at it is not, and the fault happens once:
 * after it the proxy passes everything on again until the next one is armed. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  /** Which way bytes go. */
  public enum Direction {
    /** From the side that connected to the proxy. */
    TO_SERVER,
    /** From the side that the proxy connected to. */
    TO_CLIENT
  }

  private static final int BUFFER_BYTES = 64 << 10;

  private final String host;
  private final ServerSocket listener;
  private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile int serverPort;
  private volatile boolean refusing;
  private volatile boolean closed;

  private FaultProxy(String host, int serverPort) throws IOException {
    this.host = host;
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    for (Direction direction : Direction.values()) {
      lanes.put(direction, new Lane());
    }
  }

  /** Starts a proxy before {@code host:port} on a free port of the loopback address. */
  public static FaultProxy before(String host, int port) {
    try {
      FaultProxy proxy = new FaultProxy(host, port);
      start("fault-proxy", proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port to connect to instead of the server's. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Sends connections to another port from now on: the server has moved. */
  public void redirectTo(int port) {
    serverPort = port;
  }

  /** Bytes passed on in one direction so far. */
  public long bytes(Direction direction) {
    return lanes.get(direction).passed();
  }

  /** Connections accepted so far, refused ones left out. */
  public int connections() {
    return connections.get();
  }

  /**
   * Breaks every connection, without a goodbye, in place of passing on byte {@code count} (from 0)
   * of {@code direction}.
   */
  public void cutAt(Direction direction, long count) {
    onByte(direction, count, this::cutAll);
  }

  /**
   * Runs {@code action} in place of passing on byte {@code count} (from 0) of {@code direction}:
   * the connections stay as they are unless the action breaks them, and the bytes wait for it.
   */
  public void onByte(Direction direction, long count, Runnable action) {
    lanes.get(direction).arm(count, action);
  }

  /**
   * Breaks every connection in place of passing on the first answer after the client has sent
   * {@code text} (ASCII): the server has done what was asked, and the client cannot know.
   */
  public void cutAnswerTo(String text) {
    lanes
        .get(Direction.TO_SERVER)
        .watchFor(text, () -> cutAt(Direction.TO_CLIENT, bytes(Direction.TO_CLIENT)));
  }

  /** Passes nothing on in {@code direction}, and breaks nothing, until {@link #heal()}. */
  public void stall(Direction direction) {
    lanes.get(direction).stall(true);
  }

  /** Closes new connections at once, as if no server listened, until {@link #heal()}. */
  public void refuse() {
    refusing = true;
  }

  /** Ends every fault: nothing is stalled, refused or armed. */
  public void heal() {
    refusing = false;
    lanes.values().forEach(Lane::heal);
  }

  /** Breaks every connection now, without a goodbye. */
  public void cutAll() {
    // Those of now: who sees its connection break may have a new one before the last is broken.
    List.copyOf(links).forEach(Link::reset);
  }

  @Override
  public void close() {
    closed = true;
    heal();
    closeQuietly(listener);
    cutAll();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          reset(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        if (!closed && !(e instanceof SocketException)) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    try {
      Link link = new Link(client, new Socket(host, serverPort));
      links.add(link);
      connections.incrementAndGet();
      start("fault-proxy-to-server", () -> link.pump(Direction.TO_SERVER));
      start("fault-proxy-to-client", () -> link.pump(Direction.TO_CLIENT));
    } catch (IOException e) {
      // The server is down: so the client sees it.
      reset(client);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void reset(Socket socket) {
    try {
      // With a linger time of zero, close sends RST, as a killed peer's machine does.
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      Objects.requireNonNull(e, "an already closed socket needs no linger time");
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      Objects.requireNonNull(e, "closing is all that was wanted");
    }
  }

  /** One client's connection and the one that the proxy made for it. */
  private final class Link {
    private final Socket client;
    private final Socket server;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void reset() {
      links.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(server);
    }

    void pump(Direction direction) {
      boolean toServer = direction == Direction.TO_SERVER;
      try {
        InputStream from = (toServer ? client : server).getInputStream();
        Socket to = toServer ? server : client;
        byte[] buffer = new byte[BUFFER_BYTES];
        Lane lane = lanes.get(direction);
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          lane.pass(buffer, read, to);
        }
      } catch (IOException | InterruptedException e) {
        Objects.requireNonNull(e, "a broken connection ends both ways below");
      }
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
    }
  }
}
