package io.ttpprocessor.datalake.service;

import io.grpc.ManagedChannel;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A lake in a store of some kind, and the jar as a process of its own that serves it. */
final class ServedLake implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Path JAR =
      Path.of(
          System.getProperty("ttp.root"),
          "stellar-live-source-datalake/target/stellar-live-source-datalake.jar");

  private final StoreServer server;
  private final ChildProcess process;
  private final ManagedChannel channel;

  private ServedLake(StoreServer server, ChildProcess process, int port) {
    this.server = server;
    this.process = process;
    this.channel = GrpcChannels.to(new Endpoint(LOOPBACK, port));
  }

  /** Starts the store over {@link StoreKind#rootIn} {@code folder}, and the jar over the store. */
  static ServedLake start(StoreKind kind, Path folder, Map<String, String> more) throws Exception {
    Files.createDirectories(StoreKind.rootIn(folder));
    StoreServer server = kind.serveOpenly(folder);
    int port = ChildProcess.freePort();
    Map<String, String> environment = new HashMap<>(kind.settings(server, folder));
    environment.put("BIND_ADDRESS", LOOPBACK);
    environment.put("PORT", Integer.toString(port));
    environment.put("HEALTH_PORT", "0");
    environment.putAll(more);
    ChildProcess process =
        ChildProcess.startJar(JAR, List.of(), environment, folder.resolve(kind + ".log"));
    return new ServedLake(server, process, port);
  }

  StoreServer server() {
    return server;
  }

  String output() {
    return process.output();
  }

  /** A live stream; waits for the process to serve. */
  Iterator<RawLedger> stream(int first) {
    return RawLedgerServiceGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .streamRawLedgers(StreamLedgersRequest.newBuilder().setStartLedger(first).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
    server.close();
  }
}
