package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A client that keeps what it is sent; either all at once, or as it asks for it. */
final class Client<Q, M> implements ClientResponseObserver<Q, M> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final boolean manual;
  private final List<M> messages = Collections.synchronizedList(new ArrayList<>());
  private volatile ClientCallStreamObserver<Q> call;
  private volatile Status end;

  private Client(boolean manual) {
    this.manual = manual;
  }

  static <Q, M> Client<Q, M> eager() {
    return new Client<>(false);
  }

  static <Q, M> Client<Q, M> manual() {
    return new Client<>(true);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> requestStream) {
    call = requestStream;
    if (manual) {
      call.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(M message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    end = Status.fromThrowable(failure);
  }

  @Override
  public void onCompleted() {
    end = Status.OK;
  }

  void request(int count) {
    call.request(count);
  }

  void cancel() {
    call.cancel("the test has seen enough", null);
  }

  /** What has arrived until now: a copy, for more may be arriving. */
  List<M> messages() {
    synchronized (messages) {
      return List.copyOf(messages);
    }
  }

  boolean isOpen() {
    return end == null;
  }

  void awaitMessages(int count) {
    await().atMost(PATIENCE).until(() -> messages.size() >= count || end != null);
    assertThat(messages.size())
        .as("messages; the stream's end is %s", end)
        .isGreaterThanOrEqualTo(count);
  }

  Status awaitEnd() {
    await().atMost(PATIENCE).until(() -> end != null);
    return end;
  }

  void awaitCompletion() {
    Status status = awaitEnd();
    assertThat(status.isOk()).as("%s", status).isTrue();
  }
}
