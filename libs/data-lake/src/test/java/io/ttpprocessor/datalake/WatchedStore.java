package io.ttpprocessor.datalake;

import static org.awaitility.Awaitility.await;

import io.ttpprocessor.datalake.store.ListedName;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts how often each object has been asked for. */
final class WatchedStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, Integer> gets = new ConcurrentHashMap<>();
  private final AtomicInteger lists = new AtomicInteger();

  WatchedStore(ObjectStore store) {
    this.store = store;
  }

  /** Waits until an object has been asked for so often, and each time answered. */
  void awaitGets(String key, int count) {
    await().until(() -> gets.getOrDefault(key, 0) >= count);
  }

  /** How often it has been listed. */
  int lists() {
    return lists.get();
  }

  @Override
  public Optional<StoredObject> get(String key, long maxBytes) throws IOException {
    Optional<StoredObject> object = store.get(key, maxBytes);
    gets.merge(key, 1, Integer::sum);
    return object;
  }

  @Override
  public boolean exists(String key) throws IOException {
    return store.exists(key);
  }

  @Override
  public boolean canList() {
    return store.canList();
  }

  @Override
  public List<ListedName> listing(String folder, String after, int limit) throws IOException {
    lists.incrementAndGet();
    return store.listing(folder, after, limit);
  }

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public String access() throws IOException {
    return store.access();
  }

  @Override
  public void close() {
    store.close();
  }
}
