package io.ttpprocessor.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.LakeSettings;
import io.ttpprocessor.datalake.LakeUrl;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.kit.config.Settings;
import io.ttpprocessor.processor.source.LakeSource;
import io.ttpprocessor.processor.testing.ChainedLedgers;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lake that the processor reads itself: bounded, live, damaged, beside another source. What a
 * lake's reader does in each case, {@code io.ttpprocessor.datalake} tests; here it is shown that a
 * subscriber sees the same as over a socket.
 */
@Timeout(60)
class LakeSourceTest {
  private static final int FIRST = ChainedLedgers.FIRST;
  private static final int LAST = FIRST + 50;
  private static final int DAMAGED = FIRST + 28;

  @TempDir Path folder;
  private TestLake lake;

  @BeforeEach
  void fillTheLake() {
    lake = new TestLake(folder, LakeLayout.DEFAULT, ObjectCodec.ZST);
    lake.write(FIRST, ledgers(FIRST, LAST));
  }

  @Test
  void aBoundedRangeComesWhole() throws Exception {
    try (LakeSource source = open();
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .containsExactlyElementsOf(sequences(FIRST, LAST));
    }
  }

  @Test
  void aLiveStreamGetsWhatIsWrittenLater() throws Exception {
    try (LakeSource source = open();
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, LAST, 0);
      await().until(() -> client.messages().size() == 1);
      lake.write(LAST + 1, ledgers(LAST + 1, LAST + 5));
      await().until(() -> client.messages().size() == 6);
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .containsExactlyElementsOf(sequences(LAST, LAST + 5));
    }
  }

  @Test
  void aDamagedObjectEndsTheStreamAndIsNamed() throws Exception {
    byte[] object = Files.readAllBytes(lake.file(DAMAGED));
    object[object.length / 2] ^= 1;
    lake.put(DAMAGED, object);
    assertThat(endBeforeTheDamage()).contains("ledger " + DAMAGED).contains(lake.key(DAMAGED));
  }

  /** The object is sound: the processor is the first to see that its ledger is not. */
  @Test
  void aLedgerThatIsNoneEndsTheStreamAndItsObjectIsNamed() throws Exception {
    byte[] whole = ChainedLedgers.xdr(DAMAGED);
    byte[] cut = Arrays.copyOf(whole, whole.length - 4);
    lake.put(DAMAGED, lake.compress(TestLake.batch(DAMAGED, List.of(cut))));
    assertThat(endBeforeTheDamage())
        .startsWith("ledger " + DAMAGED + ": failed to unmarshal XDR: TRUNCATED at byte ")
        .contains(" (from " + lake.key(DAMAGED) + ")");
  }

  /** What a stream of all ledgers says at its end, which has to come before the damaged one. */
  private String endBeforeTheDamage() throws Exception {
    try (LakeSource source = open();
        Processor processor = Processor.start(source, ChainedLedgers.NETWORK)) {
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      Status end = client.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(client.messages())
          .extracting(LedgerEvents::getSequence)
          .containsExactlyElementsOf(sequences(FIRST, DAMAGED - 1));
      return end.getDescription();
    }
  }

  @Test
  void theLakeStandsInForAServerThatIsAway() throws Exception {
    try (FakeSource rpc = FakeSource.start(FakeSource.serving(List.of()));
        LakeSource source = open();
        Processor processor = Processor.start(rpc, source, ChainedLedgers.NETWORK)) {
      rpc.goAway();
      Client<StreamLedgerEventsRequest, LedgerEvents> client =
          StreamTest.streamLedgers(processor, FIRST, LAST);
      client.awaitCompletion();
      assertThat(client.messages()).hasSize(LAST - FIRST + 1);
    }
  }

  @Test
  void healthAndContentsAreTold() throws Exception {
    LakeSource source = open();
    ManagedChannel channel = source.connect();
    try (source) {
      SourceInfo info =
          RawLedgerServiceGrpc.newBlockingStub(channel)
              .getSourceInfo(GetSourceInfoRequest.getDefaultInstance());
      assertThat(info.getOldestLedger()).isEqualTo(FIRST);
      assertThat(info.getLatestLedger()).isEqualTo(LAST);
      assertThat(info.getOrigin()).isEqualTo(folder.toRealPath().toString());
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  private LakeSource open() throws Exception {
    String url = folder.toUri().toString();
    LakeSettings settings =
        LakeSettings.at(
            LakeUrl.parse(url).orElseThrow(),
            "LIVE_SOURCE_ENDPOINT",
            Settings.of(Map.of("LAKE_POLL_INTERVAL", "20ms")));
    return LakeSource.open(url, settings, 10);
  }

  private static List<byte[]> ledgers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(ChainedLedgers::xdr).toList();
  }

  private static List<Integer> sequences(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
