package io.ttpprocessor.datalake.store;

import java.nio.file.Path;
import java.util.Map;

/** Every kind of store, each served to clients as itself. */
public enum StoreKind {
  FS,
  S3,
  GCS,
  HTTP;

  /** The folder beneath {@code folder} whose files are the served lake's objects. */
  public static Path rootIn(Path folder) {
    return folder.resolve(StoreServer.BUCKET).resolve(StoreServer.PREFIX);
  }

  /** Serves {@link #rootIn} {@code folder}. */
  public StoreServer serve(Path folder) throws Exception {
    switch (this) {
      case FS:
        return new FolderServer(rootIn(folder));
      case S3:
        return S3Server.signed(folder);
      case GCS:
        return WebServer.gcs(folder);
      case HTTP:
        return new WebServer(
            new FileDispatcher(folder.resolve(StoreServer.BUCKET)), WebServer::openHttp);
      default:
        throw new AssertionError(this);
    }
  }

  /** As {@link #serve}; lets everybody in. */
  public StoreServer serveOpenly(Path folder) throws Exception {
    return this == S3 ? S3Server.anonymous(folder) : serve(folder);
  }

  /** The variables that lead to what {@code server} serves of {@code folder}. */
  public Map<String, String> settings(StoreServer server, Path folder) {
    String place = StoreServer.BUCKET + "/" + StoreServer.PREFIX;
    return switch (this) {
      case FS -> Map.of("BUCKET_NAME", rootIn(folder).toString());
      case S3 ->
          Map.of(
              "STORAGE_TYPE",
              "S3",
              "BUCKET_NAME",
              "s3://" + place,
              "S3_ENDPOINT_URL",
              ((S3Server) server).endpoint().toString(),
              "S3_ANONYMOUS",
              "true");
      case GCS ->
          Map.of(
              "STORAGE_TYPE",
              "GCS",
              "BUCKET_NAME",
              "gs://" + place,
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
}
