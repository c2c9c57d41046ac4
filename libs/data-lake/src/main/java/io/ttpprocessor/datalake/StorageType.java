package io.ttpprocessor.datalake;

/** Where a lake may be kept. */
public enum StorageType {
  /** A folder of the file system. */
  FS(2, 16),
  /** A bucket of S3, or of a store that speaks as S3 does. */
  S3(96, 192),
  /** A bucket of Google Cloud Storage. */
  GCS(96, 192),
  /** An HTTP server, beneath a base URL. */
  HTTP(96, 192);

  private final int workers;
  private final int batchesAhead;

  StorageType(int workers, int batchesAhead) {
    this.workers = workers;
    this.batchesAhead = batchesAhead;
  }

  /**
   * How many objects are read at a time unless it is set. A disk keeps its cores busy with as many
   * as there are; a network answers late, and needs many requests under way for the same speed.
   */
  int workers() {
    return workers;
  }

  /** Most objects that are read ahead of a stream unless it is set; a near store needs fewer. */
  int batchesAhead() {
    return batchesAhead;
  }
}
