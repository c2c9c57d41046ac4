package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.processor.pipeline.LedgerMessages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open subscriptions of all services, of which there may be only so many. Thread-safe. */
public final class Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

  private final StreamParts parts;
  private final int maximum;
  private final Set<Subscription<?>> open = new HashSet<>();

  /** With what all were ended; null while calls are taken. */
  private Status closedWith;

  /** No subscriptions yet, and never more than {@code maximum}. */
  public Subscriptions(StreamParts parts, int maximum) {
    this.parts = parts;
    this.maximum = maximum;
  }

  /** How many are open. */
  public synchronized int count() {
    return open.size();
  }

  /** Ends all with this status, also those to come; what they have sent stays sent. */
  public void closeAll(Status status) {
    List<Subscription<?>> ending;
    synchronized (this) {
      closedWith = status;
      ending = List.copyOf(open);
    }
    ending.forEach(subscription -> subscription.abort(status));
  }

  /** Serves a call; to be used on the thread of the service's method. */
  <M> void open(StreamRequest request, LedgerMessages<M> messages, StreamObserver<M> observer) {
    if (request.range().isEmpty()) {
      observer.onCompleted();
      return;
    }
    Subscription<M> subscription =
        new Subscription<>(
            parts,
            new Subscription.Wanted<>(request.range().get(), request.chain(), messages),
            (ServerCallStreamObserver<M>) observer,
            this::remove);
    Status refusal = add(subscription);
    if (refusal.isOk()) {
      subscription.start();
    } else {
      log.warn("refused a subscription: {}", refusal.getDescription());
      observer.onError(refusal.asRuntimeException());
    }
  }

  /** OK, or why there may not be one more. */
  private synchronized Status add(Subscription<?> subscription) {
    if (closedWith != null) {
      return closedWith;
    }
    if (open.size() == maximum) {
      return Status.RESOURCE_EXHAUSTED.withDescription(
          "there are " + maximum + " subscriptions already, the maximum");
    }
    open.add(subscription);
    return Status.OK;
  }

  private synchronized void remove(Subscription<?> subscription) {
    open.remove(subscription);
  }
}
