package io.ttpprocessor.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server that speaks as much of PostgreSQL's protocol (version 3, "Message Formats") as it takes
 * to ask for a password in clear text and to refuse it.
 */
final class RefusingDatabase implements AutoCloseable {
  private static final int CLEARTEXT_PASSWORD = 3;

  private final ServerSocket socket;
  private volatile String received = "";

  private RefusingDatabase(ServerSocket socket) {
    this.socket = socket;
  }

  static RefusingDatabase start() throws IOException {
    RefusingDatabase database =
        new RefusingDatabase(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(database::serve, "refusing-database");
    thread.setDaemon(true);
    thread.start();
    return database;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The last password that a client has sent. */
  String received() {
    return received;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        refuse(
            new DataInputStream(client.getInputStream()),
            new DataOutputStream(client.getOutputStream()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void refuse(DataInputStream in, DataOutputStream out) throws IOException {
    in.readNBytes(in.readInt() - Integer.BYTES);
    out.writeByte('R');
    out.writeInt(2 * Integer.BYTES);
    out.writeInt(CLEARTEXT_PASSWORD);
    out.flush();
    in.readByte();
    received = new String(in.readNBytes(in.readInt() - Integer.BYTES), StandardCharsets.UTF_8);
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SFATAL", "C28P01", "Mpassword authentication failed", ""}) {
      fields.writeBytes(field.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }
    out.writeByte('E');
    out.writeInt(Integer.BYTES + fields.size());
    out.write(fields.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
