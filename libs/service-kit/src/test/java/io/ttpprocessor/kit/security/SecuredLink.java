package io.ttpprocessor.kit.security;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.kit.config.ConfigurationException;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.testkit.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server and its clients, each set up by variables as services are. */
final class SecuredLink {
  static final String HOST = "localhost";

  private final Path folder;
  private final Certificates authority;
  private final Map<String, String> server = new HashMap<>();
  private final Map<String, String> client = new HashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  SecuredLink(Path folder) {
    this.folder = folder;
    this.authority = new Certificates(folder, "authority");
  }

  Certificates authority() {
    return authority;
  }

  /** The server's variables. */
  Map<String, String> server() {
    return server;
  }

  /** The client's variables. */
  Map<String, String> client() {
    return client;
  }

  /** To be closed with the link. */
  void open(AutoCloseable part) {
    open.add(part);
  }

  void tls() throws IOException {
    server.putAll(authority.identity("TLS", authority.issue(HOST)));
    client.put("SOURCE_TLS_CA_FILE", authority.authorityFile().toString());
  }

  void mutualTls() throws IOException {
    tls();
    server.put("TLS_CLIENT_CA_FILE", authority.authorityFile().toString());
    client.putAll(authority.identity("SOURCE_TLS", authority.issue("processor")));
  }

  /** Tokens that the server knows, a line each. */
  void tokens(String... lines) throws IOException {
    tls();
    server.put(
        "AUTH_TOKENS_FILE", Files.write(folder.resolve("tokens"), List.of(lines)).toString());
  }

  void clientToken(String token) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), token + "\n");
    client.put("SOURCE_TOKEN_FILE", file.toString());
  }

  ServerSecurity security() throws ConfigurationException {
    Settings settings = Settings.of(server);
    ServerSecurity security = ServerSecurity.read(settings);
    open.add(security);
    settings.throwIfProblems();
    return security;
  }

  /** What is wrong with the server's variables. */
  List<String> problems() {
    try {
      security();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  /** What is wrong with the client's variables. */
  List<String> clientProblems() {
    Settings settings = Settings.of(client);
    open.add(ClientSecurity.read(settings, "SOURCE", "SERVER", List.of()));
    try {
      settings.throwIfProblems();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  /** Starts a server; on which port. */
  int start() throws IOException, ConfigurationException {
    GrpcServer started =
        GrpcServer.builder(0).security(security()).service(new SampleService()).start();
    open.add(started);
    return started.port();
  }

  /** A new client. */
  ManagedChannel channel(int port) {
    Settings settings = Settings.of(client);
    Endpoint endpoint = new Endpoint(HOST, port);
    ClientSecurity security = ClientSecurity.read(settings, "SOURCE", "SERVER", List.of(endpoint));
    try {
      settings.throwIfProblems();
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
    ManagedChannel channel = GrpcChannels.to(endpoint, security);
    open.add(security);
    open.add(channel::shutdownNow);
    return channel;
  }

  /** How a new client's call ends. */
  Status status(int port) {
    return SampleService.status(channel(port));
  }

  Status.Code call(int port) {
    return status(port).getCode();
  }

  /** Closes all that was opened, the last first. */
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }
}
