package io.ttpprocessor.examples;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.ttpprocessor.protos.v1.LedgerCursor;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.time.Duration;
import java.util.Iterator;

/**
 * The shortest useful client: each ledger of a range once and in order, however often the stream
 * breaks.
 */
public final class LedgerEventClient {
  private static final int MAX_MESSAGE_BYTES = 256 << 20;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private LedgerEventClient() {}

  /**
   * Prints a range of ledgers.
   *
   * @param arguments host, port, first and last ledger, both inclusive; a last of 0 is none
   */
  public static void main(String[] arguments) throws InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(arguments[0], Integer.parseInt(arguments[1]))
            .usePlaintext()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
    StreamLedgerEventsRequest.Builder request =
        StreamLedgerEventsRequest.newBuilder()
            .setStartLedger(Integer.parseUnsignedInt(arguments[2]))
            .setEndLedger(Integer.parseUnsignedInt(arguments[3]));
    while (!isRead(channel, request)) {
      Thread.sleep(WAIT.toMillis());
    }
    channel.shutdownNow();
  }

  /** Whether the range came to its end; the request then goes on after the last ledger. */
  private static boolean isRead(ManagedChannel channel, StreamLedgerEventsRequest.Builder request) {
    try {
      Iterator<LedgerEvents> ledgers =
          LedgerEventServiceGrpc.newBlockingStub(channel).streamLedgerEvents(request.build());
      while (ledgers.hasNext()) {
        LedgerEvents ledger = ledgers.next();
        print(ledger);
        // Whoever stores events stores the cursor in the same transaction.
        LedgerCursor cursor = ledger.getCursor();
        request.setAfter(cursor);
      }
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
        throw e;
      }
      return false;
    }
  }

  private static void print(LedgerEvents ledger) {
    for (LedgerEvent event : ledger.getEventsList()) {
      System.out.println(
          Integer.toUnsignedString(ledger.getSequence())
              + " "
              + event.getOrdinal()
              + " "
              + event.getTokenTransfer().getEventCase());
    }
  }
}
