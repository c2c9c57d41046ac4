package io.ttpprocessor.processor.source;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one source of which network it is, so that a processor of another is known before a stream
 * fails by it: once whenever the source has begun to serve, and again and again while it is another
 * one. A source that does not tell, as the original's, is taken for the right one.
 */
final class NetworkCheck implements StreamObserver<SourceInfo> {
  private static final Logger log = LoggerFactory.getLogger(NetworkCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The answer may cost the source two listings of a lake. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final String source;
  private final String passphrase;
  private final ManagedChannel channel;
  private boolean asking;
  private boolean told;
  private long askedNanos;
  private String problem = "";

  /**
   * @param passphrase of the network that the source should be of
   */
  NetworkCheck(String source, String passphrase, ManagedChannel channel) {
    this.source = source;
    this.passphrase = passphrase;
    this.channel = channel;
  }

  /** The source serves, or serves still. */
  void serves() {
    synchronized (this) {
      long now = System.nanoTime();
      boolean again = told && !problem.isEmpty() && now - askedNanos >= AGAIN_NANOS;
      if (asking || told && !again) {
        return;
      }
      asking = true;
      askedNanos = now;
    }
    RawLedgerServiceGrpc.newStub(channel)
        .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .getSourceInfo(GetSourceInfoRequest.getDefaultInstance(), this);
  }

  /** The source has gone; the one that comes in its place may be another. */
  synchronized void gone() {
    told = false;
  }

  /** Which network it is of and which it should be of; empty where nothing is known to be wrong. */
  synchronized String problem() {
    return problem;
  }

  @Override
  public void onNext(SourceInfo info) {
    String other = info.getNetworkPassphrase();
    boolean wrong = !other.isEmpty() && !other.equals(passphrase);
    said(
        wrong
            ? String.format(
                "wrong network: source %s is of \"%s\", NETWORK_PASSPHRASE is \"%s\"",
                source, other, passphrase)
            : "");
  }

  private synchronized void said(String found) {
    asking = false;
    told = true;
    if (!found.equals(problem)) {
      if (found.isEmpty()) {
        log.info("source {} is of the right network now", source);
      } else {
        log.error("{}", found);
      }
    }
    problem = found;
  }

  @Override
  public synchronized void onError(Throwable failure) {
    // Whoever has no such call will not have it the next second; whoever is busy will.
    asking = false;
    told = SourceFault.isUnknownCall(failure);
  }

  @Override
  public void onCompleted() {
    // onNext has said it.
  }
}
