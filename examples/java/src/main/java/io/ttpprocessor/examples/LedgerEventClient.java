package io.ttpprocessor.examples;

import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEventServiceGrpc;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The shortest useful client: each ledger of a range once and in order, however often the stream
 * breaks.
 */
public final class LedgerEventClient {
  private static final int MAX_MESSAGE_BYTES = 256 << 20;
  private static final Set<Code> PASSING = EnumSet.of(Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED);

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
            .keepAliveTime(30, TimeUnit.SECONDS)
            .build();
    StreamLedgerEventsRequest.Builder request =
        StreamLedgerEventsRequest.newBuilder()
            .setStartLedger(Integer.parseUnsignedInt(arguments[2]))
            .setEndLedger(Integer.parseUnsignedInt(arguments[3]));
    try {
      read(channel, request, LedgerEventClient::print);
    } finally {
      channel.shutdownNow();
    }
  }

  /**
   * Reads what the request asks for, over as many calls as it takes; returns at the end of the
   * range.
   *
   * @param request moves on with each ledger: it always asks for what has not come yet
   * @param handler takes each ledger; whoever stores its events stores its cursor in the same
   *     transaction
   * @throws StatusRuntimeException when calling again cannot help
   */
  static void read(
      ManagedChannel channel,
      StreamLedgerEventsRequest.Builder request,
      Consumer<LedgerEvents> handler)
      throws InterruptedException {
    while (true) {
      try {
        Iterator<LedgerEvents> ledgers =
            LedgerEventServiceGrpc.newBlockingStub(channel).streamLedgerEvents(request.build());
        while (ledgers.hasNext()) {
          LedgerEvents ledger = ledgers.next();
          handler.accept(ledger);
          request.setAfter(ledger.getCursor());
        }
        return;
      } catch (StatusRuntimeException e) {
        if (!PASSING.contains(e.getStatus().getCode())) {
          throw e;
        }
        System.err.println("The stream broke (" + e.getMessage() + "); trying again");
        TimeUnit.SECONDS.sleep(1);
      }
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
