package io.ttpprocessor.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.ttpprocessor.kit.grpc.GrpcServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may call what, and how often, over real sockets. The tests' names begin with the number of
 * the point in the list of threats that the project answers (B4).
 */
@Timeout(60)
class AccessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String READER = "reader-0123456789";
  private static final String SECOND = "second-0123456789";
  private static final String ADMIN = "admin-01234567890";

  @TempDir private Path folder;
  private SecuredLink link;

  @BeforeEach
  void makeLink() {
    link = new SecuredLink(folder);
  }

  @AfterEach
  void closeLink() throws Exception {
    link.close();
  }

  @Test
  void b4p3ATokenIsNeeded() throws Exception {
    link.tokens(READER, "admin " + ADMIN);
    int port = link.start();
    link.client().remove("SOURCE_TOKEN_FILE");
    Status status = link.status(port);
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(status.getDescription()).isEqualTo("a valid bearer token is needed");
  }

  @Test
  void b4p3AnotherTokenIsRefusedInTheSameWords() throws Exception {
    link.tokens(READER);
    int port = link.start();
    link.clientToken("not-the-right-token");
    Status status = link.status(port);
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(status.getDescription()).isEqualTo("a valid bearer token is needed");
  }

  @Test
  void b4p3EachOfSeveralTokensIsTakenAndTheyAreReplacedWithoutARestart() throws Exception {
    link.tokens(READER, "# the next one", SECOND);
    int port = link.start();
    for (String token : List.of(READER, SECOND)) {
      link.clientToken(token);
      assertThat(link.call(port)).as(token).isEqualTo(Status.Code.OK);
    }
    Files.write(folder.resolve("tokens"), List.of(SECOND));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              link.clientToken(READER);
              return link.call(port) == Status.Code.UNAUTHENTICATED;
            });
    link.clientToken(SECOND);
    assertThat(link.call(port)).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p3ATokenIsNeverSentInPlaintext() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), READER);
    link.client().put("SOURCE_TOKEN_FILE", token.toString());
    assertThat(link.clientProblems())
        .singleElement()
        .asString()
        .contains("SOURCE_TOKEN_FILE", "no token goes in plaintext")
        .doesNotContain(READER);
  }

  @Test
  void b4p4HealthIsOpenAndReflectionForAdministrators() throws Exception {
    link.tokens(READER, "admin " + ADMIN);
    int port = link.start();
    ManagedChannel channel = link.channel(port);
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    assertThat(reflect(port, READER)).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(reflect(port, ADMIN)).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p4AServiceWithoutARoleIsForNobody() throws Exception {
    AccessTokens tokens = AccessTokens.parse("admin " + ADMIN);
    TokenGate gate = new TokenGate(() -> tokens, Map.of());
    Server bare =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new SampleService())
            .intercept(gate)
            .build()
            .start();
    link.open(bare::shutdownNow);
    assertThat(callWith(bare.getPort(), ADMIN)).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void b4p6OnePeerHasSoManyStreamsAndNoMore() throws Exception {
    GrpcServer limited =
        GrpcServer.builder(0)
            .service(new SampleService())
            .streamsPerPeer(2, "MAX_STREAMS_PER_PEER")
            .start();
    link.open(limited);
    ManagedChannel channel = link.channel(limited.port());
    Iterator<byte[]> first = SampleService.endless(channel);
    assertThat(first.hasNext()).isTrue();
    Context.CancellableContext second = Context.current().withCancellation();
    Iterator<byte[]> cancelled = second.call(() -> SampleService.endless(channel));
    assertThat(cancelled.hasNext()).isTrue();
    Status refused = SampleService.status(channel);
    assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getDescription()).contains("2 streams", "MAX_STREAMS_PER_PEER");
    second.cancel(null);
    await().atMost(PATIENCE).until(() -> SampleService.status(channel).getCode() == Status.Code.OK);
  }

  @Test
  void b4p6HeadersThatAreTooLargeAreRefused() throws Exception {
    int port = link.start();
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("padding", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(20 << 10));
    ManagedChannel channel = link.channel(port);
    Status status =
        statusOf(
            () ->
                HealthGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .check(HealthCheckRequest.getDefaultInstance()));
    assertThat(status.getCode()).isNotEqualTo(Status.Code.OK);
  }

  @Test
  void b4p6AMessageThatIsTooLargeIsRefused() throws Exception {
    ManagedChannel channel = link.channel(link.start());
    byte[] request = new byte[(64 << 20) + 1];
    Status status =
        SampleService.status(
            channel,
            SampleService.bytes("test.Sample/Stream", MethodDescriptor.MethodType.SERVER_STREAMING),
            request);
    assertThat(status.getCode()).isNotEqualTo(Status.Code.OK);
    assertThat(SampleService.status(channel).getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void b4p6AClientThatResetsStreamsWithoutEndIsCutOff() throws Exception {
    ManagedChannel channel = link.channel(link.start());
    Status end = Status.OK;
    for (int i = 0; i < 2_000 && end.isOk(); i++) {
      end = openAndReset(channel);
    }
    assertThat(end.getDescription()).contains("too_many_rststreams");
    // Others, and the same client on its next connection, are served.
    assertThat(SampleService.status(channel).getCode()).isEqualTo(Status.Code.OK);
  }

  private static Status openAndReset(ManagedChannel channel) throws Exception {
    Context.CancellableContext call = Context.current().withCancellation();
    try {
      assertThat(call.call(() -> SampleService.endless(channel)).hasNext()).isTrue();
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    } finally {
      call.cancel(null);
    }
  }

  private static Status statusOf(Runnable call) {
    try {
      call.run();
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private Status.Code reflect(int port, String token) throws IOException {
    link.clientToken(token);
    ManagedChannel channel = link.channel(port);
    // The answer to a request that asks nothing is an error within the protocol: the call is let
    // in.
    return SampleService.status(
            channel,
            SampleService.bytes(
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                MethodDescriptor.MethodType.BIDI_STREAMING),
            new byte[0])
        .getCode();
  }

  private Status.Code callWith(int port, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    link.client().clear();
    ManagedChannel channel = link.channel(port);
    return SampleService.status(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
        .getCode();
  }
}
