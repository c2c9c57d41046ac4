package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.store.Cursor;
import io.ttpprocessor.store.EventSink;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.store.TokenTransferTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a range counts as done only when its last ledger is stored, however the stream's thread
 * ends. Method: what is told of a broken stream runs in that thread, so a test can break it there.
 */
@Timeout(60)
class ConsumerPipelineTest {
  private final MemorySink sink = new MemorySink();
  private FakeEventService upstream;
  private ManagedChannel channel;

  /** Keeps only how far it has come. */
  private static final class MemorySink implements EventSink {
    private Optional<Cursor> cursor = Optional.empty();

    @Override
    public Optional<Cursor> cursor() {
      return cursor;
    }

    @Override
    public void write(LedgerBatch batch) {
      cursor = Optional.of(batch.after());
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() throws IOException {
    upstream = new FakeEventService(TestLedgers.range(1, 20)).breakAt(10, Status.UNAVAILABLE);
    channel = GrpcChannels.to(new Endpoint("localhost", upstream.port()));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    upstream.close();
  }

  private void store(long end, Consumer<StreamFailure> onBreak) throws Exception {
    ConsumerPipeline pipeline =
        new ConsumerPipeline(
            new TokenTransferTable(),
            new EventStreamClient(
                channel, new StreamLimits(Duration.ofSeconds(30), 1 << 20), onBreak),
            sink,
            new LedgerBatcher(100, 1 << 20),
            new ConsumerStatus());
    pipeline.run(pipeline.plan(1, end), Optional.empty());
  }

  @Test
  void anErrorOfTheStreamsThreadIsAFailure() {
    OutOfMemoryError error = new OutOfMemoryError("on purpose");
    assertThatThrownBy(
            () ->
                store(
                    20,
                    failure -> {
                      throw error;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the event stream's thread died")
        .hasRootCause(error);
    assertThat(sink.cursor.map(Cursor::ledgerSequence)).contains(9L);
  }

  @Test
  void aStreamThatEndsWithoutAReasonIsAFailure() {
    assertThatThrownBy(() -> store(20, failure -> Thread.currentThread().interrupt()))
        .isInstanceOf(ConsumerException.class)
        .hasMessage(
            "the event stream ended without a reason: ledger 9 is the last one stored, and the"
                + " range goes to ledger 20");
  }

  @Test
  void aLiveStreamThatEndsIsAFailure() {
    assertThatThrownBy(() -> store(0, failure -> Thread.currentThread().interrupt()))
        .isInstanceOf(ConsumerException.class)
        .hasMessage(
            "the event stream ended without a reason: ledger 9 is the last one stored, and the"
                + " range goes on without an end");
  }

  @Test
  void aRangeThatIsStoredToItsEndIsDone() throws Exception {
    store(20, failure -> {});
    assertThat(sink.cursor.map(Cursor::ledgerSequence)).contains(20L);
  }
}
