package io.ttpprocessor.benchmarks.source;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.BindableService;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.benchmarks.Ledgers;
import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The most that grpc-java does with messages of a lake's sizes: serialized beforehand, sent over
 * and over, with a ready threshold and a flow-control window of 4 MiB. It reads and checks nothing.
 * It comes as {@link Transport#PLAIN} and as {@link Transport#OURS}.
 */
public final class BareLedgerServer {
  /** More than a processor's caches hold: a source's messages come from memory too. */
  private static final long LEAST_BYTES = 256 << 20;

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private BareLedgerServer() {}

  /** Whose server sends the messages. */
  enum Transport {
    /** grpc-java's, whose buffers are gRPC's own. */
    PLAIN("bare grpc-java") {
      @Override
      Serving serve(int port, BindableService service) throws IOException {
        Server server =
            NettyServerBuilder.forPort(port)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .addService(service)
                .build()
                .start();
        return new Serving(server.getPort(), server::shutdownNow);
      }
    },
    /** Every service's of this project: its limits, and its buffers. */
    OURS("bare stream of ours") {
      @Override
      Serving serve(int port, BindableService service) throws IOException {
        GrpcServer server = GrpcServer.builder(port).service(service).start();
        return new Serving(server.port(), server::close);
      }
    };

    private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

    private final String title;

    Transport(String title) {
      this.title = title;
    }

    /** What people call it. */
    String title() {
      return title;
    }

    /** Begins to serve; 0 takes any free port. */
    abstract Serving serve(int port, BindableService service) throws IOException;
  }

  /** A server that has been started. */
  record Serving(int port, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
      stop.run();
    }
  }

  /**
   * Serves until it is killed.
   *
   * @param arguments the port, the name of the corpus whose ledgers are the messages, and whose
   *     transport
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    GoldenCorpus corpus = Ledgers.find(arguments[1]);
    Transport transport = Transport.valueOf(arguments[2]);
    try (Serving serving = transport.serve(port, sending(corpus.ledgers()))) {
      System.out.println("Serving on port " + serving.port());
      new CountDownLatch(1).await();
    }
  }

  /** A service whose messages are these ledgers in turn. */
  static BindableService sending(List<byte[]> ledgers) {
    List<byte[]> messages = new ArrayList<>();
    long bytes = 0;
    while (messages.size() < ledgers.size() || bytes < LEAST_BYTES) {
      byte[] ledger = ledgers.get(messages.size() % ledgers.size());
      messages.add(
          RawLedger.newBuilder()
              .setSequence(messages.size() + 1)
              .setLedgerCloseMetaXdr(UnsafeByteOperations.unsafeWrap(ledger))
              .build()
              .toByteArray());
      bytes += ledger.length;
    }
    return service(messages);
  }

  private static BindableService service(List<byte[]> messages) {
    MethodDescriptor<StreamLedgersRequest, RawLedger> method =
        RawLedgerServiceGrpc.getStreamRawLedgersMethod();
    MethodDescriptor<StreamLedgersRequest, byte[]> raw =
        MethodDescriptor.<StreamLedgersRequest, byte[]>newBuilder()
            .setType(method.getType())
            .setFullMethodName(method.getFullMethodName())
            .setRequestMarshaller(ProtoUtils.marshaller(StreamLedgersRequest.getDefaultInstance()))
            .setResponseMarshaller(new Serialized())
            .build();
    return () ->
        ServerServiceDefinition.builder(method.getServiceName())
            .addMethod(
                raw,
                ServerCalls.asyncServerStreamingCall(
                    (request, observer) -> stream(request, observer, messages)))
            .build();
  }

  private static void stream(
      StreamLedgersRequest request, StreamObserver<byte[]> observer, List<byte[]> messages) {
    FlowControlledSender<byte[]> sender = FlowControlledSender.over(observer);
    THREADS.execute(
        () -> {
          try {
            int ledger = request.getStartLedger();
            while (ledger <= request.getEndLedger()
                && sender.send(messages.get(ledger % messages.size()))) {
              ledger++;
            }
            sender.complete();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Bytes that are a message already. */
  private static final class Serialized implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new Message(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("the server receives none");
    }
  }

  /** Written in one piece, as gRPC writes what it knows how to. */
  private static final class Message extends ByteArrayInputStream
      implements Drainable, KnownLength {
    Message(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos = count;
      return length;
    }
  }
}
