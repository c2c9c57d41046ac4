package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.ObjectTooLargeException;
import io.ttpprocessor.datalake.store.StoreException;
import io.ttpprocessor.datalake.store.StoredObject;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** A store whose objects are fetched again, whole, where that may help. Thread-safe. */
final class LakeStore {
  private final ObjectStore store;
  private final FaultPolicy faults;
  private final LongAdder objects = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final FetchLatency latency =
      new FetchLatency(Prefetch.UNPACKED_AHEAD + 1, Prefetch.UNPACKERS);
  private volatile LongConsumer fetchTimes = nanoseconds -> {};

  LakeStore(ObjectStore store, FaultPolicy faults) {
    this.store = store;
    this.faults = faults;
  }

  /**
   * An object, whole; empty when there is none.
   *
   * @throws ObjectTooLargeException when it has more than {@code maxBytes} bytes
   * @throws SourceException TRANSIENT when patience is at its end, REFUSED
   */
  Optional<StoredObject> get(String key, long maxBytes, Patience patience)
      throws SourceException, ObjectTooLargeException, InterruptedException {
    Answer answer = faults.call(patience, () -> ask(key, maxBytes));
    if (answer.tooLarge() != null) {
      throw answer.tooLarge();
    }
    return answer.object();
  }

  /** Has each fetch's time told, in nanoseconds, of those that brought an object. */
  void timeFetchesBy(LongConsumer consumer) {
    fetchTimes = consumer;
  }

  /** How long the fetches take that brought an object. */
  FetchLatency latency() {
    return latency;
  }

  /** Objects fetched so far. */
  long objects() {
    return objects.sum();
  }

  /** Bytes fetched so far, as they are stored. */
  long bytes() {
    return bytes.sum();
  }

  private Answer ask(String key, long maxBytes) throws SourceException, InterruptedException {
    long start = System.nanoTime();
    try {
      Optional<StoredObject> object = store.get(key, maxBytes);
      if (object.isPresent()) {
        long nanos = System.nanoTime() - start;
        fetchTimes.accept(nanos);
        latency.saw(nanos);
        objects.increment();
        bytes.add(object.get().bytes().length);
      }
      return new Answer(object, null);
    } catch (ObjectTooLargeException e) {
      return new Answer(Optional.empty(), e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while reading " + key);
      }
      throw failure(key + " cannot be read", e);
    }
  }

  /**
   * A store's failure as a source's.
   *
   * @param what what could not be done, for failures that do not say it themselves
   */
  static SourceException failure(String what, IOException failure) {
    if (!(failure instanceof StoreException)) {
      return new SourceException(SourceException.Kind.TRANSIENT, what + ": " + failure, failure);
    }
    StoreException told = (StoreException) failure;
    if (told.fault() == StoreException.Fault.REFUSED) {
      return new SourceException(SourceException.Kind.REFUSED, told.getMessage(), told);
    }
    Optional<Duration> retryAfter = told.retryAfter();
    return retryAfter.isPresent()
        ? SourceException.retryAfter(retryAfter.get(), told.getMessage(), told)
        : new SourceException(SourceException.Kind.TRANSIENT, told.getMessage(), told);
  }

  /** An answer that is final, good or not. */
  private record Answer(Optional<StoredObject> object, ObjectTooLargeException tooLarge) {}
}
