package io.ttpprocessor.datalake.store;

import io.ttpprocessor.testkit.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockWebServer;

/** A web server behind a proxy that can cut it off. */
public final class WebServer implements StoreServer {
  private final MockWebServer server = new MockWebServer();
  private final Function<String, ObjectStore> client;
  private final FaultProxy proxy;

  WebServer(Dispatcher dispatcher, Function<String, ObjectStore> client) throws IOException {
    this.client = client;
    server.setDispatcher(dispatcher);
    server.start();
    this.proxy = FaultProxy.before(server.getHostName(), server.getPort());
  }

  /** A server that speaks as Google Cloud Storage does, over a folder whose folders are buckets. */
  public static WebServer gcs(Path folder) throws IOException {
    return new WebServer(new GcsDispatcher(folder), WebServer::openGcs);
  }

  private static ObjectStore openGcs(String url) {
    return new GcsObjectStore(
        new GcsOptions(
            BucketPath.parse(BUCKET, "gs", PREFIX),
            Optional.of(URI.create(url)),
            Optional.empty(),
            TIMEOUTS));
  }

  static ObjectStore openHttp(String url) {
    return new HttpObjectStore(url + "/" + PREFIX + "/", false, TIMEOUTS);
  }

  /** Where clients are to connect to. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  @Override
  public ObjectStore open() {
    return client.apply(endpoint().toString());
  }

  @Override
  public void fail() {
    proxy.refuse();
    proxy.cutAll();
  }

  @Override
  public void heal() {
    proxy.heal();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
