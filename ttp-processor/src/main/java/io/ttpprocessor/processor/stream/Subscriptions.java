package io.ttpprocessor.processor.stream;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.encode.EncodedMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open subscriptions of all services, of which there may be only so many. Thread-safe. */
public final class Subscriptions {
  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

  /** How often within the limit it is looked whether a client has stalled. */
  private static final int STALL_CHECKS = 4;

  private final StreamParts parts;
  private final LedgerFeed feed;
  private final int maximum;
  private final Duration stallLimit;
  private final Set<Subscription> open = new HashSet<>();

  /** With what all were ended; null while calls are taken. */
  private Status closedWith;

  /**
   * No subscriptions yet.
   *
   * @param feed the ledgers that live ones share
   * @param maximum how many there may be at a time
   * @param stallLimit how long a client may take nothing while there is something for it
   */
  public Subscriptions(StreamParts parts, LedgerFeed feed, int maximum, Duration stallLimit) {
    this.parts = parts;
    this.feed = feed;
    this.maximum = maximum;
    this.stallLimit = stallLimit;
    long interval = stallLimit.toMillis() / STALL_CHECKS + 1;
    // One check for all: what each would schedule for itself outlives it in the timer's queue.
    parts
        .source()
        .timer()
        .scheduleWithFixedDelay(this::abortStalled, interval, interval, TimeUnit.MILLISECONDS);
  }

  /** How many are open. */
  public synchronized int count() {
    return open.size();
  }

  /** How many wait for a source that is absent or refuses them. */
  public int waitingForSource() {
    return (int) snapshot().stream().filter(Subscription::isWaitingForSource).count();
  }

  /** Ends all with this status, also those to come; what they have sent stays sent. */
  public void closeAll(Status status) {
    List<Subscription> ending;
    synchronized (this) {
      closedWith = status;
      ending = List.copyOf(open);
    }
    ending.forEach(subscription -> subscription.abort(status));
  }

  /** Serves a call; to be used on the thread of the service's method. */
  void open(StreamRequest request, StreamObserver<EncodedMessage> observer) {
    if (request.range().isEmpty()) {
      observer.onCompleted();
      return;
    }
    Subscription subscription =
        new Subscription(
            parts,
            feed,
            request,
            (ServerCallStreamObserver<EncodedMessage>) observer,
            this::remove);
    Status refusal = add(subscription);
    if (refusal.isOk()) {
      subscription.start();
    } else {
      refuse(refusal, observer);
    }
  }

  /** Ends a call that cannot be served as it was put. */
  void refuse(Status refusal, StreamObserver<EncodedMessage> observer) {
    log.warn("refused a subscription: {}: {}", refusal.getCode(), refusal.getDescription());
    parts.metrics().refused(refusal);
    observer.onError(refusal.asRuntimeException());
  }

  private synchronized List<Subscription> snapshot() {
    return List.copyOf(open);
  }

  private void abortStalled() {
    try {
      abortEachStalled();
    } catch (RuntimeException e) {
      // Thrown on, it would end the checks for good.
      log.error("failed to end a stalled subscription", e);
    }
  }

  private void abortEachStalled() {
    for (Subscription subscription : snapshot()) {
      if (subscription.isStalledFor(stallLimit)) {
        parts.metrics().cutOff();
        subscription.abort(
            Status.RESOURCE_EXHAUSTED.withDescription(
                "no message was taken for " + stallLimit.toSeconds() + " s while data waited"));
      }
    }
  }

  /** OK, or why there may not be one more. */
  private synchronized Status add(Subscription subscription) {
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

  private synchronized void remove(Subscription subscription) {
    open.remove(subscription);
  }
}
