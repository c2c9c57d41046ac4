package io.ttpprocessor.datalake;

/** Where a lake may be kept. */
enum StorageType {
  /** A folder of the file system. */
  FS
}
