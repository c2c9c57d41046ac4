package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.LakeLedgerSource;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.datalake.store.HttpObjectStore;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.datalake.store.StoreServer;
import io.ttpprocessor.datalake.store.StoreTimeouts;
import io.ttpprocessor.kit.config.Endpoint;
import io.ttpprocessor.kit.grpc.GrpcChannels;
import io.ttpprocessor.kit.grpc.GrpcServer;
import io.ttpprocessor.protos.rawledger.GetSourceInfoRequest;
import io.ttpprocessor.protos.rawledger.RawLedgerServiceGrpc;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import io.ttpprocessor.source.RawLedgerGrpcService;
import io.ttpprocessor.source.StreamStatistics;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the service tells of its lake, over gRPC. */
@Timeout(120)
class SourceInfoTest {
  private static final String PASSPHRASE = "Test SDF Network ; September 2015";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void boundsNetworkKindAndOriginAreTheLakesOwn(StoreKind kind) throws Exception {
    TestLake lake = lake(LakeLayout.DEFAULT).write(2, ChainedLedgers.of(2, 40));
    try (StoreServer server = kind.serve(folder);
        LakeLedgerSource source = open(server, lake.layout())) {
      SourceInfo info = info(source);
      assertThat(info.getOldestLedger()).isEqualTo(2);
      assertThat(info.getLatestLedger()).isEqualTo(40);
      assertThat(info.getKind()).isEqualTo(SourceInfo.Kind.KIND_LAKE);
      assertThat(info.getNetworkPassphrase()).isEqualTo(PASSPHRASE);
      assertThat(info.getNetworkId().size()).isEqualTo(32);
      switch (kind) {
        case FS ->
            assertThat(info.getOrigin())
                .isEqualTo(StoreKind.rootIn(folder).toRealPath().toString());
        case S3 -> assertThat(info.getOrigin()).isEqualTo("s3://lake-bucket/v1/ledgers/");
        case GCS -> assertThat(info.getOrigin()).isEqualTo("gs://lake-bucket/v1/ledgers/");
        default -> assertThat(info.getOrigin()).matches("http://127.0.0.1:\\d+/v1/ledgers/");
      }
      server.fail();
      StatusRuntimeException failure =
          catchThrowableOfType(StatusRuntimeException.class, () -> info(source));
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure.getStatus().getDescription()).isNotBlank();
      server.heal();
      assertThat(info(source).getOldestLedger()).isEqualTo(2);
    }
  }

  /** Lakes that begin anywhere: early or late in a partition, or in one after the first. */
  @ParameterizedTest
  @CsvSource({
    "1, 64000, 3",
    "1, 64000, 5000",
    "1, 16, 17",
    "1, 16, 32",
    "1, 1, 9",
    "8, 4, 64",
    "8, 1, 72",
    "8, 4, 2",
    "64, 10, 130"
  })
  void theOldestIsFoundWhereverItLies(long perFile, long perPartition, long first)
      throws Exception {
    LakeLayout layout = new LakeLayout(perFile, perPartition);
    TestLake lake = lake(layout).write(first, ChainedLedgers.of(first, first + 100));
    for (StoreKind kind : List.of(StoreKind.FS, StoreKind.S3, StoreKind.GCS)) {
      try (StoreServer server = kind.serve(folder);
          LakeLedgerSource source = open(server, layout)) {
        assertThat(info(source).getOldestLedger()).as("%s", kind).isEqualTo((int) first);
        assertThat(info(source).getOldestLedger()).as("%s again", kind).isEqualTo((int) first);
      }
    }
    try (StoreServer server = StoreKind.FS.serve(folder);
        LakeLedgerSource source = open(server, layout)) {
      assertThat(info(source).getOldestLedger()).isEqualTo((int) first);
      Files.delete(lake.file(first));
      long next = layout.batchOf(first).last() + 1;
      assertThat(info(source).getOldestLedger()).as("its first object gone").isEqualTo((int) next);
      if (first > 8) {
        long earlier = layout.batchOf(first - 8).first();
        lake.write(earlier, ChainedLedgers.of(earlier, earlier));
        assertThat(info(source).getOldestLedger()).as("an older one").isEqualTo((int) earlier);
      }
    }
  }

  @Test
  void anEmptyLakeHasNeither() throws Exception {
    lake(LakeLayout.DEFAULT);
    try (StoreServer server = StoreKind.FS.serve(folder);
        LakeLedgerSource source = open(server, LakeLayout.DEFAULT)) {
      SourceInfo info = info(source);
      assertThat(info.getOldestLedger()).isZero();
      assertThat(info.getLatestLedger()).isZero();
      assertThat(info.getOrigin()).isNotEmpty();
    }
  }

  @Test
  void aPasswordInAUrlIsNotTold() {
    try (HttpObjectStore store =
        new HttpObjectStore(
            "http://user:canary-4711@127.0.0.1:9/lake/",
            false,
            StoreTimeouts.ofSilence(Duration.ofSeconds(1)))) {
      assertThat(store.description()).isEqualTo("http://127.0.0.1:9/lake/");
      assertThat(store.access()).isEqualTo("by basic authorization");
    }
  }

  private TestLake lake(LakeLayout layout) throws Exception {
    Path root = Files.createDirectories(StoreKind.rootIn(folder));
    return new TestLake(root, layout, ObjectCodec.ZST);
  }

  private static LakeLedgerSource open(StoreServer server, LakeLayout layout) throws Exception {
    return new LakeLedgerSource(
        server.open(),
        layout,
        Optional.of(PASSPHRASE),
        TestLake.options(Duration.ZERO),
        new FaultPolicy(TestLake.FAULTS));
  }

  private static SourceInfo info(LakeLedgerSource source) throws Exception {
    StreamStatistics statistics = new StreamStatistics(Clock.systemUTC());
    try (RawLedgerGrpcService service = new RawLedgerGrpcService(source, statistics, 1);
        GrpcServer server = GrpcServer.builder(0).service(service).start()) {
      ManagedChannel channel = GrpcChannels.to(new Endpoint("127.0.0.1", server.port()));
      try {
        return RawLedgerServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .getSourceInfo(GetSourceInfoRequest.getDefaultInstance());
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
