package io.ttpprocessor.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.kit.grpc.StreamingService;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeRequest;
import io.ttpprocessor.protos.rawledger.GetLedgerRangeResponse;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code raw_ledger_service.RawLedgerService} over any source of ledgers. A stream has a thread of
 * its own; more streams than the limit are refused as RESOURCE_EXHAUSTED.
 */
public final class RawLedgerGrpcService extends RawLedgerServiceGrpc.RawLedgerServiceImplBase
    implements StreamingService, AutoCloseable {
  /** Most ledgers in one answer to GetLedgerRange, as in the original. */
  public static final int MAX_LEDGERS_IN_ANSWER = 1_000;

  /** Most calls of GetLedgerRange at a time: each holds its whole answer in memory. */
  public static final int MAX_ANSWERS = 2;

  /** Most bytes of ledgers in one answer to GetLedgerRange: an answer is held in memory. */
  public static final int MAX_BYTES_IN_ANSWER = 60 << 20;

  private static final Logger log = LoggerFactory.getLogger(RawLedgerGrpcService.class);

  private final LedgerSource source;
  private volatile ByteString networkId = ByteString.EMPTY;
  private final StreamStatistics statistics;
  private final int maxStreams;
  private final Set<RawLedgerStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger admitted = new AtomicInteger();
  private final Semaphore answers = new Semaphore(MAX_ANSWERS);
  private final ExecutorService executor;
  private volatile Status closed;

  /** Serves {@code source} to at most {@code maxStreams} calls at a time. */
  public RawLedgerGrpcService(LedgerSource source, StreamStatistics statistics, int maxStreams) {
    this.source = source;
    this.statistics = statistics;
    this.maxStreams = maxStreams;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "stream-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void streamRawLedgers(StreamLedgersRequest request, StreamObserver<RawLedger> observer) {
    FlowControlledSender<RawLedger> sender = FlowControlledSender.over(observer);
    long start = Integer.toUnsignedLong(request.getStartLedger());
    long end = Integer.toUnsignedLong(request.getEndLedger());
    if (!admit()) {
      sender.fail(tooManyStreams());
      return;
    }
    RawLedgerStream stream =
        new RawLedgerStream(this, LedgerRange.fromTtpRequest(start, end), sender);
    streams.add(stream);
    sender.onCancel(stream::interrupt);
    executor.execute(() -> run(stream));
    if (closed != null) {
      stream.close(closed);
    }
  }

  @Override
  public void getLedgerRange(
      GetLedgerRangeRequest request, StreamObserver<GetLedgerRangeResponse> observer) {
    if (!admit()) {
      observer.onError(tooManyStreams().asRuntimeException());
      return;
    }
    try {
      if (answers.tryAcquire()) {
        answer(request, observer);
      } else {
        observer.onError(tooManyAnswers().asRuntimeException());
      }
    } finally {
      admitted.decrementAndGet();
    }
  }

  private void answer(
      GetLedgerRangeRequest request, StreamObserver<GetLedgerRangeResponse> observer) {
    try {
      GetLedgerRangeResponse answer =
          new RangeAnswer(this)
              .read(
                  Integer.toUnsignedLong(request.getStartLedger()),
                  Integer.toUnsignedLong(request.getEndLedger()));
      observer.onNext(answer);
      observer.onCompleted();
    } catch (SourceException e) {
      if (e.kind() != SourceException.Kind.INVALID) {
        log.warn("GetLedgerRange failed: {}", e.getMessage());
        statistics.failed(e);
      }
      observer.onError(SourceStatus.of(e).asRuntimeException());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      observer.onError(Status.UNAVAILABLE.withDescription("interrupted").asRuntimeException());
    } catch (CancellationException e) {
      log.debug("The client of a GetLedgerRange call has left", e);
      observer.onError(Status.CANCELLED.asRuntimeException());
    } finally {
      answers.release();
    }
  }

  @Override
  public void getSourceInfo(GetSourceInfoRequest request, StreamObserver<SourceInfo> observer) {
    if (!admit()) {
      observer.onError(tooManyStreams().asRuntimeException());
      return;
    }
    try {
      observer.onNext(InfoAnswer.of(source));
      observer.onCompleted();
    } catch (SourceException e) {
      log.warn("GetSourceInfo failed: {}", e.getMessage());
      observer.onError(
          Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e).asRuntimeException());
    } finally {
      admitted.decrementAndGet();
    }
  }

  @Override
  public void closeStreams(Status status) {
    closed = status;
    streams.forEach(stream -> stream.close(status));
  }

  @Override
  public void close() {
    closeStreams(Status.UNAVAILABLE.withDescription("the service is shutting down"));
    executor.shutdownNow();
  }

  LedgerSource source() {
    return source;
  }

  StreamStatistics statistics() {
    return statistics;
  }

  /** A ledger as it goes over the wire; the bytes are not copied. */
  RawLedger message(LedgerBytes ledger, long latest) {
    return RawLedger.newBuilder()
        .setSequence((int) ledger.sequence())
        .setLedgerCloseMetaXdr(
            UnsafeByteOperations.unsafeWrap(ledger.bytes(), ledger.offset(), ledger.length()))
        .setLatestLedger((int) Math.max(latest, ledger.sequence()))
        .setNetworkId(networkId())
        .setOrigin(ledger.origin())
        .build();
  }

  /** A source may learn its network only when it is first read. */
  private ByteString networkId() {
    if (networkId.isEmpty()) {
      networkId =
          source
              .networkPassphrase()
              .map(passphrase -> ByteString.copyFrom(Network.of(passphrase).id()))
              .orElse(ByteString.EMPTY);
    }
    return networkId;
  }

  private void run(RawLedgerStream stream) {
    statistics.streamOpened();
    try {
      stream.run();
    } finally {
      streams.remove(stream);
      admitted.decrementAndGet();
      statistics.streamClosed();
    }
  }

  private boolean admit() {
    if (admitted.incrementAndGet() > maxStreams) {
      admitted.decrementAndGet();
      return false;
    }
    return true;
  }

  private static Status tooManyAnswers() {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        MAX_ANSWERS + " calls of GetLedgerRange are being answered, as many as are allowed");
  }

  private Status tooManyStreams() {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        maxStreams + " calls are open, as many as are allowed");
  }
}
