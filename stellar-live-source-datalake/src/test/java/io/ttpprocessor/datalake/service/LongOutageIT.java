package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of store is away for as long as asked ({@code -Dttp.outage.seconds=60}) while a stream
 * is at its tip, with the service's own settings. Takes that long, so it is run by hand; {@link
 * io.ttpprocessor.datalake.LakeStoresTest} shows the same with short waits.
 */
@EnabledIfSystemProperty(named = "ttp.outage.seconds", matches = "\\d+")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LongOutageIT {
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("ttp.outage.seconds", 60));

  @TempDir Path folder;

  @Test
  void anOutageAtTheTipHealsOnEveryStore() throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(2, 40);
    Map<StoreKind, ServedLake> lakes = new LinkedHashMap<>();
    Map<StoreKind, Iterator<RawLedger>> streams = new LinkedHashMap<>();
    Map<StoreKind, List<byte[]>> read = new LinkedHashMap<>();
    try {
      for (StoreKind kind : StoreKind.values()) {
        lake(kind).write(2, ledgers.subList(0, 20));
        lakes.put(kind, ServedLake.start(kind, folderOf(kind), Map.of()));
        streams.put(kind, lakes.get(kind).stream(2));
        read.put(kind, new ArrayList<>());
        take(streams.get(kind), 20, read.get(kind));
      }
      long start = System.nanoTime();
      for (ServedLake lake : lakes.values()) {
        lake.server().fail();
      }
      await()
          .atMost(OUTAGE.plusSeconds(30))
          .until(() -> System.nanoTime() - start >= OUTAGE.toNanos());
      for (StoreKind kind : StoreKind.values()) {
        assertThat(lakes.get(kind).output()).as("%s", kind).contains("trying again in");
        lakes.get(kind).server().heal();
        lake(kind).write(22, ledgers.subList(20, ledgers.size()));
      }
      for (StoreKind kind : StoreKind.values()) {
        take(streams.get(kind), ledgers.size() - 20, read.get(kind));
        assertThat(read.get(kind)).as("%s", kind).containsExactlyElementsOf(ledgers);
        System.out.printf(
            "%s: whole again %.0f s after the outage began%n",
            kind, (System.nanoTime() - start) / 1e9);
      }
    } finally {
      lakes.values().forEach(ServedLake::close);
    }
  }

  private static void take(Iterator<RawLedger> stream, int count, List<byte[]> read) {
    for (int i = 0; i < count; i++) {
      read.add(stream.next().getLedgerCloseMetaXdr().toByteArray());
    }
  }

  private Path folderOf(StoreKind kind) {
    return folder.resolve(kind.name());
  }

  private TestLake lake(StoreKind kind) throws Exception {
    Path root = Files.createDirectories(StoreKind.rootIn(folderOf(kind)));
    return new TestLake(root, LakeLayout.DEFAULT, ObjectCodec.ZST);
  }
}
