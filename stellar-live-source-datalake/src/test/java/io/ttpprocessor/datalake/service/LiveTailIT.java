package io.ttpprocessor.datalake.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.datalake.store.StoreKind;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.testkit.ChainedLedgers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One process writes a lake, another reads its tip: nothing is missed, nothing comes twice, and
 * what is not whole yet is waited for.
 */
@Timeout(120)
class LiveTailIT {
  private static final int FIRST = 2;
  private static final int LAST = 601;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"FS, whole", "FS, bit-by-bit", "S3, whole", "GCS, whole", "HTTP, whole"})
  void theTailOfALakeThatAnotherProcessWritesIsWhole(StoreKind kind, String how) throws Exception {
    List<byte[]> ledgers = ChainedLedgers.of(FIRST, LAST);
    try (ServedLake lake = ServedLake.start(kind, folder, Map.of("LAKE_POLL_INTERVAL", "20ms"))) {
      Iterator<RawLedger> stream = lake.stream(FIRST);
      Process writer = startWriter(how);
      try {
        for (int i = 0; i < ledgers.size(); i++) {
          RawLedger ledger = stream.next();
          assertThat(ledger.getSequence()).isEqualTo(FIRST + i);
          assertThat(ledger.getLedgerCloseMetaXdr().toByteArray()).isEqualTo(ledgers.get(i));
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).as(writerOutput()).isZero();
      } finally {
        writer.destroyForcibly();
      }
    }
  }

  private Process startWriter(String how) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            LakeWriterMain.class.getName(),
            StoreKind.rootIn(folder).toString(),
            Integer.toString(FIRST),
            Integer.toString(LAST),
            how)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("writer.log").toFile())
        .start();
  }

  private String writerOutput() throws Exception {
    return Files.readString(folder.resolve("writer.log"));
  }
}
