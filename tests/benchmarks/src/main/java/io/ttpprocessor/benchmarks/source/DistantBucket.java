package io.ttpprocessor.benchmarks.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The folder of a lake as a bucket of S3 that is a while away: each request is answered after a
 * delay. It does as little as it can, on one thread and without copying what it sends: in truth its
 * work is done elsewhere, and here it takes of the cores that are measured.
 */
public final class DistantBucket implements AutoCloseable {
  /** The bucket's name. */
  static final String BUCKET = "lake";

  private static final int BACKLOG = 4_096;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final BucketAnswers answers;
  private final long delayNanos;

  /** What is to be answered, the earliest first: each waits for the same time. */
  private final Deque<Due> due = new ArrayDeque<>();

  /** A server that listens from now on. */
  DistantBucket(int port, Path folder, Duration delay) throws IOException {
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open();
    this.answers = new BucketAnswers(BUCKET, folder);
    this.delayNanos = delay.toNanos();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::serve, "bucket");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port, the lake's folder and the delay in milliseconds
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration delay = Duration.ofMillis(Long.parseLong(arguments[2]));
    try (DistantBucket bucket =
        new DistantBucket(Integer.parseInt(arguments[0]), Path.of(arguments[1]), delay)) {
      System.out.println("Bucket " + BUCKET + " on port " + bucket.port());
      Thread.currentThread().join();
    }
  }

  int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }

  private void serve() {
    try {
      while (true) {
        await();
        answerWhatIsDue();
      }
    } catch (ClosedSelectorException e) {
      // It has been closed, as it is in the end.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() throws IOException {
    if (due.isEmpty()) {
      selector.select(this::ready);
      return;
    }
    long nanos = due.peek().at - System.nanoTime();
    if (nanos > 0) {
      selector.select(this::ready, 1 + TimeUnit.NANOSECONDS.toMillis(nanos));
    } else {
      selector.selectNow(this::ready);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        ((BucketConnection) key.attachment()).ready(key, this::asked);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel client = server.accept();
    client.configureBlocking(false);
    SelectionKey key = client.register(selector, SelectionKey.OP_READ);
    key.attach(new BucketConnection(client));
  }

  private void asked(SelectionKey key, String requestLine) {
    due.add(new Due(System.nanoTime() + delayNanos, key, requestLine));
  }

  private void answerWhatIsDue() throws IOException {
    long now = System.nanoTime();
    while (!due.isEmpty() && due.peek().at - now <= 0) {
      Due next = due.poll();
      if (next.key.isValid()) {
        ByteBuffer[] answer = answers.to(next.requestLine);
        ((BucketConnection) next.key.attachment()).send(next.key, answer);
      }
    }
  }

  /** A request that waits for its time, by the clock of {@link System#nanoTime()}. */
  private record Due(long at, SelectionKey key, String requestLine) {}
}
