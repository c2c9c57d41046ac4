package io.ttpprocessor.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: each fault happens at its byte, once. Method: a client and a server on two sockets. */
@Timeout(30)
class FaultProxyTest {
  private ServerSocket listener;
  private FaultProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = FaultProxy.before("localhost", listener.getLocalPort());
    join();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    client.close();
    server.close();
    listener.close();
  }

  private void join() throws IOException {
    client = new Socket("localhost", proxy.port());
    server = listener.accept();
    server.setSoTimeout(10_000);
    client.setSoTimeout(10_000);
  }

  private static void send(Socket from, String text) throws IOException {
    from.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String receive(Socket at, int bytes) throws IOException {
    return new String(at.getInputStream().readNBytes(bytes), US_ASCII);
  }

  private static void assertBroken(Socket socket) {
    Assertions.assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketException.class);
  }

  @Test
  void passesBytesOnAndCountsThem() throws IOException {
    send(client, "question");
    assertThat(receive(server, 8)).isEqualTo("question");
    send(server, "answer");
    assertThat(receive(client, 6)).isEqualTo("answer");

    assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(8);
    assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(6);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void cutsInPlaceOfTheByteAndOnlyOnce() throws Exception {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    proxy.onByte(Direction.TO_SERVER, 3, () -> reached.complete(null));
    send(client, "abcdef");
    assertThat(receive(server, 6)).isEqualTo("abcdef");
    reached.get(10, TimeUnit.SECONDS);

    proxy.cutAt(Direction.TO_SERVER, 6);
    send(client, "g");
    assertBroken(client);
    assertBroken(server);
    assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(6);

    client.close();
    server.close();
    join();
    send(client, "hi");
    assertThat(receive(server, 2)).isEqualTo("hi");
  }

  @Test
  void cutsTheAnswerToAText() throws IOException {
    proxy.cutAnswerTo("COMMIT");
    send(client, "BEGIN COM");
    assertThat(receive(server, 9)).isEqualTo("BEGIN COM");
    send(server, "ok");
    assertThat(receive(client, 2)).isEqualTo("ok");

    send(client, "COMMIT");
    assertThat(receive(server, 6)).isEqualTo("COMMIT");
    send(server, "done");
    assertBroken(client);
    assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(2);
  }

  @Test
  void stallsUntilItHeals() throws IOException {
    proxy.stall(Direction.TO_SERVER);
    send(client, "x");
    server.setSoTimeout(100);
    Assertions.assertThatThrownBy(() -> receive(server, 1))
        .isInstanceOf(SocketTimeoutException.class);

    proxy.heal();
    server.setSoTimeout(10_000);
    assertThat(receive(server, 1)).isEqualTo("x");
  }

  @Test
  void refusesUntilItHeals() throws IOException {
    proxy.refuse();
    try (Socket refused = new Socket("localhost", proxy.port())) {
      refused.setSoTimeout(10_000);
      assertBroken(refused);
    }
    proxy.heal();
    client.close();
    server.close();
    join();
    send(server, "back");
    assertThat(receive(client, 4)).isEqualTo("back");
  }
}
