package io.ttpprocessor.kit.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending side of one server-streaming call, for a producer with a thread of its own: {@link
 * #send} waits while the client is slower than the producer, so that no more than one message is
 * held beyond what the transport buffers.
 *
 * <p>One thread sends; any thread may ask {@link #isCancelled()} or call {@link #fail}. After the
 * client has cancelled nothing is sent any more.
 */
public final class FlowControlledSender<T> {
  private static final int READY_THRESHOLD_BYTES = 4 << 20;

  private final ServerCallStreamObserver<T> call;
  private final boolean copiesMessages = SerializingTransport.isCurrent();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Runnable onCancel = () -> {};
  private boolean cancelled;
  private boolean closed;

  private FlowControlledSender(ServerCallStreamObserver<T> call) {
    this.call = call;
  }

  /**
   * Takes over the call that {@code observer} belongs to. Must be called on the thread, and before
   * the return, of the service's method: gRPC takes handlers no later.
   */
  public static <T> FlowControlledSender<T> over(StreamObserver<T> observer) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) observer;
    FlowControlledSender<T> sender = new FlowControlledSender<>(call);
    call.setOnReadyThreshold(READY_THRESHOLD_BYTES);
    call.setOnReadyHandler(sender::wake);
    call.setOnCancelHandler(sender::cancelled);
    return sender;
  }

  /**
   * Whether {@link #send} has copied a message when it returns, so that the bytes in it may change.
   */
  public boolean copiesMessages() {
    return copiesMessages;
  }

  /** Sets what to do, once, when the client has gone; at once if it has gone already. */
  public void onCancel(Runnable action) {
    lock.lock();
    try {
      onCancel = action;
      if (!cancelled) {
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /** Waits until the transport takes a message; false when the call has ended instead. */
  public boolean awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!cancelled && !closed && !call.isReady()) {
        changed.await();
      }
      return !cancelled && !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the transport takes a message and sends this one; false when the call has ended.
   */
  public boolean send(T message) throws InterruptedException {
    if (!awaitReady()) {
      return false;
    }
    lock.lock();
    try {
      if (cancelled || closed) {
        return false;
      }
      call.onNext(message);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the call well; nothing happens if it has ended already. */
  public void complete() {
    close(call::onCompleted);
  }

  /** Ends the call with {@code status}; nothing happens if it has ended already. */
  public void fail(Status status) {
    close(() -> call.onError(status.asRuntimeException()));
  }

  /** Whether the client has gone. */
  public boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  private void close(Runnable ending) {
    lock.lock();
    try {
      if (!closed && !cancelled) {
        ending.run();
      }
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void cancelled() {
    Runnable action;
    lock.lock();
    try {
      cancelled = true;
      changed.signalAll();
      action = onCancel;
    } finally {
      lock.unlock();
    }
    action.run();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
