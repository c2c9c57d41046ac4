package io.ttpprocessor.processor.stream;

import static io.ttpprocessor.processor.testing.ChainedLedgers.FIRST;
import static io.ttpprocessor.processor.testing.ChainedLedgers.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.eventservice.GetEventsRequest;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Row 22 of the fault matrix: a client leaves, or its deadline passes, at each phase of a stream.
 * Nothing reaches it afterwards, the source's call is ended, and nothing of the stream is held.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StreamCancelTest {
  private static final List<RawLedger> LEDGERS = FakeSource.messages(FIRST, ChainedLedgers.all());
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Long enough for each phase to be reached, for it begins with the call. */
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private enum Phase {
    /** The source is away. */
    WITHOUT_SOURCE {
      @Override
      FakeSource.Script script() {
        return FakeSource.failing(Status.UNAVAILABLE.withDescription("starting"));
      }

      @Override
      boolean isReached(Processor processor, FakeSource source, Client<?, ?> client) {
        return processor.subscriptions().waitingForSource() == 1;
      }
    },
    /** The source has taken the call and sends nothing. */
    BEFORE_THE_FIRST_LEDGER {
      @Override
      FakeSource.Script script() {
        return (request, call) -> {};
      }

      @Override
      boolean isReached(Processor processor, FakeSource source, Client<?, ?> client) {
        return source.requests().size() == 1;
      }
    },
    /** Of a ledger some events have been taken, and the client takes no more. */
    WITHIN_A_LEDGER {
      @Override
      FakeSource.Script script() {
        return FakeSource.sending(LEDGERS.subList(0, 5));
      }

      @Override
      boolean isReached(Processor processor, FakeSource source, Client<?, ?> client) {
        return client.messages().size() == 3;
      }
    },
    /** All ledgers there are have been taken, and the stream is live. */
    AT_THE_TIP {
      @Override
      FakeSource.Script script() {
        return new MovingTip(LEDGERS, FIRST + 3);
      }

      @Override
      boolean isReached(Processor processor, FakeSource source, Client<?, ?> client) {
        return processor.feed().figures().get("live_subscribers").equals(1);
      }
    };

    abstract FakeSource.Script script();

    abstract boolean isReached(Processor processor, FakeSource source, Client<?, ?> client);
  }

  @ParameterizedTest
  @CsvSource({
    "WITHOUT_SOURCE, false",
    "BEFORE_THE_FIRST_LEDGER, false",
    "WITHIN_A_LEDGER, false",
    "AT_THE_TIP, false",
    "WITHOUT_SOURCE, true",
    "BEFORE_THE_FIRST_LEDGER, true",
    "WITHIN_A_LEDGER, true",
    "AT_THE_TIP, true"
  })
  void nothingIsLeftOfAStreamWhoseClientHasGone(Phase phase, boolean byDeadline) {
    try (FakeSource source = FakeSource.start(phase.script());
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<GetEventsRequest, TokenTransferEvent> client = Client.manual();
      int end = phase == Phase.AT_THE_TIP ? 0 : LAST;
      GetEventsRequest request =
          GetEventsRequest.newBuilder().setStartLedger(FIRST).setEndLedger(end).build();
      (byDeadline
              ? processor.events().withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              : processor.events())
          .getTTPEvents(request, client);
      client.request(phase == Phase.WITHIN_A_LEDGER ? 3 : Integer.MAX_VALUE);
      await().atMost(PATIENCE).until(() -> phase.isReached(processor, source, client));
      if (!byDeadline) {
        client.cancel();
      }
      Status.Code expected = byDeadline ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED;
      assertThat(client.awaitEnd().getCode()).isEqualTo(expected);
      int received = client.messages().size();
      await().atMost(PATIENCE).until(() -> processor.subscriptions().count() == 0);
      await().atMost(PATIENCE).until(() -> processor.outbound().held() == 0);
      if (phase != Phase.AT_THE_TIP) {
        // Live ledgers are followed a while longer, for whoever comes next.
        await().atMost(PATIENCE).until(() -> processor.inFlight().held() == 0);
      }
      if (phase == Phase.BEFORE_THE_FIRST_LEDGER || phase == Phase.WITHIN_A_LEDGER) {
        await().atMost(PATIENCE).until(() -> source.cancelled() == 1);
      }
      assertThat(client.messages()).hasSize(received);
      assertThat(processor.metrics().streamsFailed()).as("no fault of ours").isZero();
    }
  }
}
