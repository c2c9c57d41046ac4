package io.ttpprocessor.backfill.parquet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests to a store, some at a time: a bucket answers each after tens of milliseconds. */
final class StoreRequests {
  private static final int AT_A_TIME = 16;

  private StoreRequests() {}

  /** One of them. */
  interface Request<T, R> {
    /** Asks for {@code item}. */
    R send(T item) throws IOException;
  }

  /**
   * The answers, in the order of {@code items}.
   *
   * @throws IOException of the first that fails; the others are given up
   */
  static <T, R> List<R> all(Collection<T> items, Request<T, R> request) throws IOException {
    if (items.isEmpty()) {
      return List.of();
    }
    ExecutorService senders = Executors.newFixedThreadPool(Math.min(AT_A_TIME, items.size()));
    try {
      List<Future<R>> sent = new ArrayList<>();
      items.forEach(item -> sent.add(senders.submit(() -> request.send(item))));
      List<R> answers = new ArrayList<>();
      for (Future<R> answer : sent) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw new IllegalStateException("a request to a store failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a store was asked");
    } finally {
      senders.shutdownNow();
    }
  }
}
