package io.ttpprocessor.datalake.store;

import java.nio.file.Path;

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
        return new S3Server(folder);
      case GCS:
        return WebServer.gcs(folder);
      case HTTP:
        return new WebServer(
            new FileDispatcher(folder.resolve(StoreServer.BUCKET)), WebServer::openHttp);
      default:
        throw new AssertionError(this);
    }
  }
}
