package io.ttpprocessor.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.observe.Health;
import io.ttpprocessor.kit.observe.HealthStatus;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gRPC server and channel of every service, over real sockets. */
@Timeout(60)
class GrpcServerTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MEBIBYTE = 1 << 20;

  private final NumbersService numbers = new NumbersService(MEBIBYTE);
  private GrpcServer server;
  private ManagedChannel channel;

  @AfterEach
  void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void healthIsServedAndFollowsTheService() throws IOException {
    start();
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
    server.setServing(false);
    assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);
    server.setServing(true);
    assertThat(health()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void healthFollowsTheHealthPagesReport() throws Exception {
    start();
    AtomicReference<HealthStatus> status = new AtomicReference<>(HealthStatus.UNHEALTHY);
    server.follow(
        () -> {
          if (status.get() == null) {
            throw new IllegalStateException("a report that fails");
          }
          return new Health(status.get(), Map.of());
        });
    awaitHealth(ServingStatus.NOT_SERVING);
    status.set(HealthStatus.DEGRADED);
    awaitHealth(ServingStatus.SERVING);
    status.set(null);
    awaitHealth(ServingStatus.NOT_SERVING);
    status.set(HealthStatus.HEALTHY);
    awaitHealth(ServingStatus.SERVING);
  }

  private void awaitHealth(ServingStatus expected) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (health() != expected) {
      assertThat(System.nanoTime()).as("deadline for %s", expected).isLessThan(deadline);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void reflectionNamesTheServices() throws Exception {
    start();
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> request =
        ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new FirstAnswer(answer));
    request.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .contains("grpc.health.v1.Health");
    request.onCompleted();
  }

  @Test
  void closingEndsOpenStreamsAsUnavailable() throws IOException {
    start();
    Iterator<byte[]> blocks =
        ClientCalls.blockingServerStreamingCall(
            channel, NumbersService.BLOCKS, NumbersService.OPTIONS, new byte[0]);
    assertThat(blocks.next()).hasSize(MEBIBYTE);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    StatusRuntimeException end =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> {
              while (blocks.hasNext()) {
                blocks.next();
              }
            });
    assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    // The connection ends with the last stream: now and then before the stream's own words are
    // read.
    assertThat(end.getStatus().getDescription())
        .satisfiesAnyOf(
            words -> assertThat(words).isEqualTo("the server is shutting down"),
            words -> assertThat(words).startsWith("Connection closed after GOAWAY"));
    closing.join();
  }

  @Test
  void aClientThatReadsNothingMakesTheProducerWaitAndItsLeavingEndsIt() throws Exception {
    start();
    StoppedReader reader = new StoppedReader();
    ClientCalls.asyncServerStreamingCall(
        channel.newCall(NumbersService.BLOCKS, NumbersService.OPTIONS), new byte[0], reader);
    assertThat(reader.received.take()).hasSize(MEBIBYTE);
    int held = settledCount();
    // The windows of client (4 MiB) and server (4 MiB), one message over each, the one that was
    // read.
    assertThat(held).isBetween(2, 16);
    reader.call.request(5);
    for (int i = 0; i < 5; i++) {
      assertThat(reader.received.poll(10, TimeUnit.SECONDS)).hasSize(MEBIBYTE);
    }
    reader.call.cancel("enough", null);
    assertThat(numbers.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(numbers.ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMessageOf64MebibytesPasses() throws IOException {
    NumbersService large = new NumbersService(64 * MEBIBYTE);
    start(large);
    Iterator<byte[]> blocks =
        ClientCalls.blockingServerStreamingCall(
            channel, NumbersService.BLOCKS, NumbersService.OPTIONS, new byte[0]);
    assertThat(blocks.next()).hasSize(64 * MEBIBYTE);
  }

  @Test
  void serversShareTheMemoryThatTheySendFrom() throws IOException {
    sendOneBlock();
    long withOne = directBytes();
    for (int i = 0; i < 20; i++) {
      stop();
      sendOneBlock();
    }
    assertThat(directBytes() - withOne).isLessThan(64 * MEBIBYTE);
  }

  private void sendOneBlock() throws IOException {
    start(new NumbersService(MEBIBYTE));
    Iterator<byte[]> blocks =
        ClientCalls.blockingServerStreamingCall(
            channel, NumbersService.BLOCKS, NumbersService.OPTIONS, new byte[0]);
    assertThat(blocks.next()).hasSize(MEBIBYTE);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    start();
    assertThatThrownBy(() -> GrpcServer.builder(server.port()).start())
        .isInstanceOf(IOException.class)
        .hasMessage("cannot serve gRPC on 127.0.0.1:" + server.port());
  }

  /**
   * How many messages the producer has handed over when it hands over no more for half a second.
   */
  private int settledCount() throws InterruptedException {
    int before = -1;
    int now = numbers.sent.get();
    while (before != now) {
      before = now;
      assertThat(numbers.ended.await(500, TimeUnit.MILLISECONDS)).isFalse();
      now = numbers.sent.get();
    }
    return now;
  }

  private void start() throws IOException {
    start(numbers);
  }

  private void start(NumbersService service) throws IOException {
    server = GrpcServer.builder(0).service(service).start();
    channel = GrpcChannels.to(new Endpoint(LOOPBACK, server.port()));
  }

  private ServingStatus health() {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  private static final class FirstAnswer implements StreamObserver<ServerReflectionResponse> {
    private final CompletableFuture<ServerReflectionResponse> answer;

    FirstAnswer(CompletableFuture<ServerReflectionResponse> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(ServerReflectionResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      answer.completeExceptionally(new IllegalStateException("no answer"));
    }
  }

  /** Takes one message, and others only when told to. */
  private static final class StoppedReader implements ClientResponseObserver<byte[], byte[]> {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private ClientCallStreamObserver<byte[]> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(byte[] block) {
      received.add(block);
    }

    @Override
    public void onError(Throwable failure) {
      received.add(new byte[0]);
    }

    @Override
    public void onCompleted() {
      received.add(new byte[0]);
    }
  }
}
