package io.ttpprocessor.processor.source;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.processor.source.OverlapWindow.Print;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hand-over: asks the source that a stream goes over to for the ledgers that came before, one
 * after the other, and compares them with what was delivered. Where one differs it is fetched from
 * its first source once more, to tell where. No method blocks.
 */
final class OverlapCheck implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OverlapCheck.class);

  private final SourceClient client;
  private final Source other;
  private final Deque<Print> open;
  private final int count;
  private final Consumer<Status> onEnd;
  private int equal;
  private String firstObstacle = "";
  private ManagedChannel channel;
  private boolean closed;

  /**
   * A comparison that has not started yet.
   *
   * @param other the source that the stream goes over to
   * @param prints what to compare, in order
   * @param onEnd hears OK, or DATA_LOSS where a ledger differs; nothing after {@link #close}
   */
  OverlapCheck(SourceClient client, Source other, List<Print> prints, Consumer<Status> onEnd) {
    this.client = client;
    this.other = other;
    this.open = new ArrayDeque<>(prints);
    this.count = prints.size();
    this.onEnd = onEnd;
  }

  void start() {
    next();
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }

  private void next() {
    Print print = open.peekFirst();
    if (print == null) {
      conclude();
    } else {
      ask(other, print.sequence(), answer -> compare(print, answer));
    }
  }

  private void compare(Print print, RangeQuestion.Answer answer) {
    if (answer.ledger().isEmpty()) {
      notComparable(print, answer.status());
      return;
    }
    ByteString theirs = answer.ledger().get();
    if (print.matches(theirs)) {
      open.removeFirst();
      equal++;
      client.overlap().comparedOne();
      next();
    } else {
      ask(print.source(), print.sequence(), own -> end(difference(print, own, theirs)));
    }
  }

  /** Says so; of a source that is away, or knows of no such question, nothing more is asked. */
  private void notComparable(Print print, Status status) {
    boolean isAbsent =
        status.isOk()
            || status.getCode() == Status.Code.OUT_OF_RANGE
            || status.getCode() == Status.Code.NOT_FOUND;
    int left = isAbsent ? 1 : open.size();
    client.overlap().notComparable(left);
    if (firstObstacle.isEmpty()) {
      String reason = status.isOk() ? "it does not have it" : SourceFault.describe(status);
      firstObstacle = "ledger " + print.sequence() + ": " + reason;
    }
    for (int i = 0; i < left; i++) {
      open.removeFirst();
    }
    next();
  }

  private void conclude() {
    if (equal < count) {
      log.warn(
          "going over to source {}: {} ledgers are the same byte for byte, {} are not comparable;"
              + " {}",
          other,
          equal,
          count - equal,
          firstObstacle);
    } else {
      log.info("going over to source {}: {} ledgers are the same byte for byte", other, equal);
    }
    end(Status.OK);
  }

  private Status difference(Print print, RangeQuestion.Answer own, ByteString theirs) {
    String where;
    if (own.ledger().isEmpty()) {
      where =
          "where is not known, for the first does not send it again: "
              + SourceFault.describe(own.status());
    } else if (!print.matches(own.ledger().get())) {
      where = "where is not known, for the first sends other bytes now than it did";
    } else {
      where = "the first difference is at byte offset " + mismatch(own.ledger().get(), theirs);
    }
    return Status.DATA_LOSS.withDescription(
        String.format(
            "ledger %d: source %s sent %d bytes and source %s has %d that are not the same; %s",
            print.sequence(), print.source(), print.length(), other, theirs.size(), where));
  }

  private static int mismatch(ByteString one, ByteString other) {
    return one.asReadOnlyByteBuffer().mismatch(other.asReadOnlyByteBuffer());
  }

  private void ask(Source source, long ledger, Consumer<RangeQuestion.Answer> onAnswer) {
    ManagedChannel asked;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (channel == null || !source.equals(other)) {
        disconnect();
        channel = source.connect();
      }
      asked = channel;
    }
    new RangeQuestion(ledger, onAnswer).ask(asked, client.maxMessageBytes());
  }

  private void end(Status status) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      disconnect();
    }
    onEnd.accept(status);
  }

  private void disconnect() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }
}
