package io.ttpprocessor.processor.stream;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A source on a real socket whose calls follow a script; it can go away and come back. */
public final class FakeSource implements AutoCloseable {
  /** What happens in a call; runs on a thread of its own and ends the call or leaves it open. */
  public interface Script {
    void run(StreamLedgersRequest request, FlowControlledSender<RawLedger> call)
        throws InterruptedException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<StreamLedgersRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private volatile Script script;
  private volatile SourceInfo info;
  private GrpcServer server;
  private int port;

  private FakeSource(Script script) {
    this.script = script;
  }

  public static FakeSource start(Script script) {
    FakeSource source = new FakeSource(script);
    source.comeBack();
    return source;
  }

  /** Serves like this project's sources: to the end, if there is one; else it stays open. */
  public static Script serving(List<RawLedger> ledgers) {
    return (request, call) -> {
      long end = Integer.toUnsignedLong(request.getEndLedger());
      for (RawLedger ledger : from(ledgers, request)) {
        if (!call.send(ledger) || ledger.getSequence() == end) {
          call.complete();
          return;
        }
      }
    };
  }

  /** Serves like the original's sources: knows of no end and of no latest ledger. */
  public static Script servingLikeTheOriginal(List<RawLedger> ledgers) {
    return (request, call) -> {
      for (RawLedger ledger : from(ledgers, request)) {
        if (!call.send(ledger.toBuilder().clearLatestLedger().build())) {
          return;
        }
      }
    };
  }

  /** Sends just these, whatever was asked for, and stays open. */
  static Script sending(List<RawLedger> ledgers) {
    return (request, call) -> {
      for (RawLedger ledger : ledgers) {
        call.send(ledger);
      }
    };
  }

  public static Script failing(Status status) {
    return (request, call) -> call.fail(status);
  }

  /** Ledgers of consecutive sequence numbers, as a source's messages. */
  public static List<RawLedger> messages(long first, List<byte[]> ledgers) {
    List<RawLedger> messages = new ArrayList<>();
    for (byte[] ledger : ledgers) {
      messages.add(message(first + messages.size(), ledger, first + ledgers.size() - 1));
    }
    return messages;
  }

  public static RawLedger message(long sequence, byte[] xdr, long latest) {
    return RawLedger.newBuilder()
        .setSequence((int) sequence)
        .setLedgerCloseMetaXdr(UnsafeByteOperations.unsafeWrap(xdr))
        .setLatestLedger((int) latest)
        .build();
  }

  private static List<RawLedger> from(List<RawLedger> ledgers, StreamLedgersRequest request) {
    if (request.getStartLedger() == 0) {
      return ledgers.subList(ledgers.size() - 1, ledgers.size());
    }
    return ledgers.stream().filter(l -> l.getSequence() >= request.getStartLedger()).toList();
  }

  void follow(Script next) {
    script = next;
  }

  /** Answers so what it has, from now on; before, it knows no such question. */
  public void tell(SourceInfo next) {
    info = next;
  }

  public Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port);
  }

  List<StreamLedgersRequest> requests() {
    return requests;
  }

  /** Ledgers handed to the transport. */
  int sent() {
    return sent.get();
  }

  /** Calls that the processor cancelled. */
  int cancelled() {
    return cancelled.get();
  }

  /** Stops listening and cuts all calls. */
  public void goAway() {
    server.close();
  }

  public void comeBack() {
    try {
      server = GrpcServer.builder(port).service(new Service()).start();
      port = server.port();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goAway();
    threads.shutdownNow();
  }

  private final class Service extends RawLedgerServiceGrpc.RawLedgerServiceImplBase
      implements io.ttpprocessor.kit.grpc.StreamingService {
    private final List<FlowControlledSender<RawLedger>> open = new CopyOnWriteArrayList<>();

    @Override
    public void streamRawLedgers(StreamLedgersRequest request, StreamObserver<RawLedger> observer) {
      requests.add(request);
      FlowControlledSender<RawLedger> call = FlowControlledSender.over(observer);
      call.onCancel(cancelled::incrementAndGet);
      open.add(call);
      threads.execute(() -> follow(request, call));
    }

    @Override
    public void getSourceInfo(GetSourceInfoRequest request, StreamObserver<SourceInfo> observer) {
      if (info == null) {
        super.getSourceInfo(request, observer);
      } else {
        observer.onNext(info);
        observer.onCompleted();
      }
    }

    private void follow(StreamLedgersRequest request, FlowControlledSender<RawLedger> call) {
      try {
        script.run(request, call);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void closeStreams(Status status) {
      open.forEach(call -> call.fail(status));
    }
  }

  /** Counts what the script sends. */
  Script counted(List<RawLedger> ledgers) {
    return (request, call) -> {
      for (RawLedger ledger : from(ledgers, request)) {
        if (!call.send(ledger)) {
          return;
        }
        sent.incrementAndGet();
      }
    };
  }
}
