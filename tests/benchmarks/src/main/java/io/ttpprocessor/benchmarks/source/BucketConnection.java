package io.ttpprocessor.benchmarks.source;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** One connection of a bucket's client, which sends a request when it has read the last answer. */
final class BucketConnection {
  private static final int REQUEST_BYTES = 8 << 10;
  private static final int SEND_BYTES = 1 << 20;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final SocketChannel channel;
  private final ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES);
  private ByteBuffer[] answer = {};

  BucketConnection(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BYTES);
  }

  /** Reads and writes what can be now; each request that is whole goes to {@code asked}. */
  void ready(SelectionKey key, BiConsumer<SelectionKey, String> asked) {
    try {
      if (key.isWritable()) {
        write(key);
      }
      if (key.isReadable()) {
        read(key, asked);
      }
    } catch (IOException e) {
      // The client has left, as it does in the end.
      key.cancel();
    }
  }

  /** Sends an answer, as much as the socket takes now and the rest when it takes more. */
  void send(SelectionKey key, ByteBuffer[] headAndBody) {
    answer = headAndBody;
    try {
      write(key);
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void write(SelectionKey key) throws IOException {
    channel.write(answer);
    boolean whole = !answer[answer.length - 1].hasRemaining();
    key.interestOps(whole ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
  }

  private void read(SelectionKey key, BiConsumer<SelectionKey, String> asked) throws IOException {
    if (channel.read(request) < 0) {
      channel.close();
      return;
    }
    String text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
    if (text.endsWith(END_OF_HEAD)) {
      request.clear();
      asked.accept(key, text.substring(0, text.indexOf("\r\n")));
    } else if (!request.hasRemaining()) {
      channel.close();
    }
  }
}
