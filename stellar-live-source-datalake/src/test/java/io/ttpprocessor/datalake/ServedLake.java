package io.ttpprocessor.datalake;

import io.grpc.ManagedChannel;
import io.ttpprocessor.datalake.store.S3Server;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.datalake.store.WebServer;
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
  private static final String PLACE = StoreServer.BUCKET + "/" + StoreServer.PREFIX;
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
    StoreServer server = serve(kind, folder);
    int port = ChildProcess.freePort();
    Map<String, String> environment = new HashMap<>(settings(kind, server, folder));
    environment.put("BIND_ADDRESS", LOOPBACK);
    environment.put("PORT", Integer.toString(port));
    environment.put("HEALTH_PORT", "0");
    environment.putAll(more);
    ChildProcess process =
        ChildProcess.startJar(JAR, List.of(), environment, folder.resolve(kind + ".log"));
    return new ServedLake(server, process, port);
  }

  /** A store that lets everybody in. */
  static StoreServer serve(StoreKind kind, Path folder) throws Exception {
    return kind == StoreKind.S3 ? S3Server.anonymous(folder) : kind.serve(folder);
  }

  /** The variables that lead to a store. */
  static Map<String, String> settings(StoreKind kind, StoreServer server, Path folder) {
    return switch (kind) {
      case FS -> Map.of("BUCKET_NAME", StoreKind.rootIn(folder).toString());
      case S3 ->
          Map.of(
              "STORAGE_TYPE",
              "S3",
              "BUCKET_NAME",
              "s3://" + PLACE,
              "S3_ENDPOINT_URL",
              ((S3Server) server).endpoint().toString(),
              "S3_ANONYMOUS",
              "true");
      case GCS ->
          Map.of(
              "STORAGE_TYPE",
              "GCS",
              "BUCKET_NAME",
              "gs://" + PLACE,
              "STORAGE_EMULATOR_HOST",
              ((WebServer) server).endpoint().toString());
      case HTTP ->
          Map.of(
              "STORAGE_TYPE",
              "HTTP",
              "BUCKET_NAME",
              ((WebServer) server).endpoint() + "/" + StoreServer.PREFIX);
    };
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
