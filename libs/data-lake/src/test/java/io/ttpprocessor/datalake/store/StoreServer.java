package io.ttpprocessor.datalake.store;

import java.time.Duration;

/** A store's server, which can be made to fail. */
public interface StoreServer extends AutoCloseable {
  /** The bucket that is served. */
  String BUCKET = "lake-bucket";

  /** The folder in it that stores are opened over. */
  String PREFIX = "v1/ledgers";

  /** Short, so that a store which hangs is noticed in a test's time. */
  StoreTimeouts TIMEOUTS = StoreTimeouts.ofSilence(Duration.ofSeconds(5));

  /** A store over the folder. */
  ObjectStore open() throws Exception;

  /** Nothing is answered from now on. */
  void fail() throws Exception;

  /** All is well again. */
  void heal() throws Exception;

  @Override
  void close();
}
