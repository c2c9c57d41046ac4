package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.FolderOutputStore;
import io.ttpprocessor.backfill.output.OutputFileStream;
import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.output.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder in which somebody else does something just before a step; does nothing by itself. */
class MeddledStore implements OutputStore {
  private final FolderOutputStore store;

  MeddledStore(Path root) throws IOException {
    this.store = new FolderOutputStore(root);
  }

  /** Comes before a file of this key is begun. */
  void beforeCreate(String key) throws IOException {
    // To be overridden.
  }

  /** Comes before a file of this key is read. */
  void beforeRead(String key) throws IOException {
    // To be overridden.
  }

  /** Comes before a file of this key is removed. */
  void beforeDelete(String key) throws IOException {
    // To be overridden.
  }

  @Override
  public OutputFileStream create(String key) throws IOException {
    beforeCreate(key);
    return store.create(key);
  }

  @Override
  public Optional<byte[]> read(String key) throws IOException {
    beforeRead(key);
    return store.read(key);
  }

  @Override
  public List<StoredFile> list(String folder) throws IOException {
    return store.list(folder);
  }

  @Override
  public void delete(String key) throws IOException {
    beforeDelete(key);
    store.delete(key);
  }

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public void close() {
    store.close();
  }
}
