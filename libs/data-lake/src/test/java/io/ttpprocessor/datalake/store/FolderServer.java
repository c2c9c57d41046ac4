package io.ttpprocessor.datalake.store;

import java.nio.file.Files;
import java.nio.file.Path;

/** A folder; it fails by being gone, as a mount may be. */
final class FolderServer implements StoreServer {
  private final Path root;
  private final Path away;

  FolderServer(Path root) throws Exception {
    this.root = Files.createDirectories(root);
    this.away = root.resolveSibling("away");
  }

  @Override
  public ObjectStore open() throws Exception {
    return FileObjectStore.open(root);
  }

  @Override
  public void fail() throws Exception {
    Files.move(root, away);
  }

  @Override
  public void heal() throws Exception {
    Files.move(away, root);
  }

  @Override
  public void close() {}
}
