package io.ttpprocessor.processor.stream;

import io.ttpprocessor.kit.grpc.FlowControlledSender;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.StreamLedgersRequest;
import java.util.List;

/** A source whose ledgers close one after the other, as the test says. */
final class MovingTip implements FakeSource.Script {
  private final List<RawLedger> ledgers;
  private final int first;
  private int tip;

  /** All ledgers that there will ever be; up to {@code tip} they have closed. */
  MovingTip(List<RawLedger> ledgers, int tip) {
    this.ledgers = ledgers;
    this.first = ledgers.get(0).getSequence();
    this.tip = tip;
  }

  /** Lets all ledgers up to this one close. */
  synchronized void close(int sequence) {
    tip = sequence;
    notifyAll();
  }

  @Override
  public void run(StreamLedgersRequest request, FlowControlledSender<RawLedger> call)
      throws InterruptedException {
    int end = request.getEndLedger() == 0 ? Integer.MAX_VALUE : request.getEndLedger();
    int next = request.getStartLedger() == 0 ? tip() : request.getStartLedger();
    for (; next <= end; next++) {
      int latest = await(next);
      if (!call.send(ledgers.get(next - first).toBuilder().setLatestLedger(latest).build())) {
        return;
      }
    }
    call.complete();
  }

  private synchronized int tip() {
    return tip;
  }

  /** The tip, as soon as it has come to the ledger. */
  private synchronized int await(int sequence) throws InterruptedException {
    while (tip < sequence) {
      wait();
    }
    return tip;
  }
}
