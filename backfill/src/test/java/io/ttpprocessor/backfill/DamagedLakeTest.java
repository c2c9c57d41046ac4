package io.ttpprocessor.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Goal: nothing that is damaged gets into a sink, and a run that is begun again loads only what is
 * missing, or refuses. Method: small lakes, of which one thing is changed.
 */
@Timeout(300)
class DamagedLakeTest {
  @TempDir private Path folder;

  @Test
  void oneFlippedByteFailsTheJobAndNamesObjectAndLedgers() throws Exception {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 64);
    Path object = lake.lake().file(1050);
    byte[] bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    lake.lake().put(1050, bytes);

    Backfill.Result result = run(1024, lake.last());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(lake.lake().key(1050)).contains("ledgers 1048 to 1055");
    assertThat(Backfill.reports(folder.resolve("out")))
        .doesNotContain("0000001040-0000001055.json");
    assertThat(Backfill.contents(folder.resolve("out")).keySet())
        .noneMatch(key -> key.contains("0000001040-0000001055"));
  }

  /** Both sides are sound by themselves: only where they meet does it show. */
  @Test
  void rangesThatDoNotJoinFailTheJob() {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    lake.breakChainAt(1040);

    Backfill.Result result = run(1024, 1055);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("ledger 1040 names the previous hash " + "0".repeat(64))
        .contains("ledger 1039, the last of a range (ledgers 1024 to 1039)")
        .contains(lake.hashOf(1039));
  }

  @Test
  void whatStandsIsKeptAndWhatIsMissingLoaded() {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 100);
    assertThat(run(1030, 1060).code()).isZero();
    Map<String, String> before = Backfill.contents(folder.resolve("out"));

    Backfill.Result again = run(1024, lake.last());

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Backfill.contents(folder.resolve("out"))).containsAllEntriesOf(before);
    assertThat(Backfill.reports(folder.resolve("out")))
        .containsExactly(
            "0000001024-0000001029.json",
            "0000001030-0000001039.json",
            "0000001040-0000001055.json",
            "0000001056-0000001060.json",
            "0000001061-0000001071.json",
            "0000001072-0000001087.json",
            "0000001088-0000001103.json",
            "0000001104-0000001119.json",
            "0000001120-0000001123.json");
  }

  @Test
  void filesWithoutAReportAreRemovedFirst() throws Exception {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    String orphan = "out/token_transfers/event_type=fee/ledgers=0000001024-0000001031/part.parquet";
    Files.createDirectories(folder.resolve(orphan).getParent());
    Files.writeString(folder.resolve(orphan), "of a run with ranges of 8 that was killed");

    assertThat(run(1024, lake.last()).code()).isZero();

    assertThat(folder.resolve(orphan)).doesNotExist();
  }

  @Test
  void aRangeWhoseFilesAreGoneIsNamedAndLoadedAgain() throws Exception {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 64);
    assertThat(run(1024, lake.last()).code()).isZero();
    Map<String, String> whole = Backfill.contents(folder.resolve("out"));
    String transfers = "token_transfers/event_type=transfer/ledgers=";
    Files.delete(folder.resolve("out/" + transfers + "0000001040-0000001055/part.parquet"));
    Path cut = folder.resolve("out/" + transfers + "0000001072-0000001087/part.parquet");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100));
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger("io.ttpprocessor.backfill");
    lines.start();
    log.addAppender(lines);

    Backfill.Result again = run(1024, lake.last());

    log.detachAppender(lines);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("32 of 64 ledgers are to be loaded, in 2 ranges");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.contains("_ranges/0000001040-0000001055.json does not stand: " + transfers)
                    && line.endsWith(
                        "is not there; the range of ledgers 1040 to 1055 is to be loaded again"))
        .anyMatch(
            line ->
                line.contains("_ranges/0000001072-0000001087.json does not stand: " + transfers)
                    && line.contains("has 100 bytes, not "));
    assertThat(Backfill.contents(folder.resolve("out"))).isEqualTo(whole);
  }

  @Test
  void aReportThatCannotBeReadIsRefusedBeforeAnythingIsLoaded() throws Exception {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    assertThat(run(1024, 1039).code()).isZero();
    Path report = folder.resolve("out/_ranges/0000001024-0000001039.json");
    Files.writeString(report, Files.readString(report).substring(0, 100));

    Backfill.Result again = run(1024, lake.last());

    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .contains(report.toString())
        .contains("remove this file to have ledgers 1024 to 1039 loaded again");
    assertThat(Backfill.reports(folder.resolve("out"))).hasSize(1);

    Files.delete(report);
    assertThat(run(1024, lake.last()).code()).isZero();
    assertThat(Backfill.reports(folder.resolve("out"))).hasSize(2);
  }

  @Test
  void aPlaceOfOtherRangesIsRefused() {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    assertThat(run(1024, 1039).code()).isZero();

    Backfill.Result other = run(1024, lake.last(), "--tables", "contract_events");

    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--output").contains("tables contract_events");
  }

  @Test
  void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
    GoldenLake.write(folder.resolve("lake"), 32);
    Files.createFile(folder.resolve("out"));
    Backfill.Result result = run(1024, 1039);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("/out\": is a file, and no folder");
  }

  /** Of one range there is no more than one worker, and so no cluster of thousands. */
  @Test
  void moreWorkersThanRangesAreNotStarted() {
    GoldenLake.write(folder.resolve("lake"), 32);
    assertThat(run(1024, 1039, "--parallelism", 10_000).code()).isZero();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Backfill.Result result =
        Backfill.run(
            Map.of("LEDGER_CHECKS", "most", "NUM_WORKERS", "0"),
            9,
            5,
            "--lake",
            folder.resolve("nowhere"),
            "--zstd-level",
            40);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("LEDGER_CHECKS is \"most\"")
        .contains("NUM_WORKERS is \"0\"")
        .contains("BUCKET_NAME")
        .contains("END is 5")
        .contains("--zstd-level is 40")
        .contains("--output is required");
  }

  /** Together with what is wrong with options and variables, which picocli could not tell. */
  @Test
  void ledgersThatAreNoneAreToldWithAllElse() {
    Backfill.Result result =
        Backfill.run(GoldenLake.environment(), "abc", "0", "--zstd-level", 40, "--lake", folder);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("START: \"abc\" is not a ledger sequence (1 to 4294967295)")
        .contains("END: \"0\" is not a ledger sequence (1 to 4294967295)")
        .contains("--zstd-level is 40")
        .contains("--output is required");
  }

  @Test
  void aRangeBeyondTheLakeIsRefusedBeforeAnythingIsWritten() {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    String extent = ", but the lake " + lake.root() + " has ledgers 1024 to 1055";

    Backfill.Result late = run(1024, 1056);
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.err()).contains("END is 1056" + extent).doesNotContain("START");
    Backfill.Result early = run(1023, 1055);
    assertThat(early.code()).isEqualTo(2);
    assertThat(early.err()).contains("START is 1023" + extent).doesNotContain("END");
    Backfill.Result both = run(1, 2000);
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("START is 1" + extent).contains("END is 2000" + extent);

    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aRefusedCommandLeavesNoFolder() {
    GoldenLake.write(folder.resolve("lake"), 32);
    assertThat(run(1024, 1039, "--zstd-level", 40).code()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(run(1024, 1039).code()).isZero();
    assertThat(folder.resolve("out")).isDirectory();
  }

  /** Whoever does not want its ledgers need not have it mended. */
  @Test
  void aDamagedOldestObjectRefusesNoOtherRange() throws Exception {
    GoldenLake lake = GoldenLake.write(folder.resolve("lake"), 32);
    lake.lake().put(1024, new byte[] {1, 2, 3});
    Backfill.Result result = run(1040, 1055);
    assertThat(result.code()).as(result.err()).isZero();
  }

  private Backfill.Result run(long first, long last, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                first,
                last,
                "--lake",
                folder.resolve("lake"),
                "--output",
                folder.resolve("out"),
                "--range-ledgers",
                16));
    if (!List.of(more).contains("--parallelism")) {
      arguments.addAll(List.of("--parallelism", 2));
    }
    arguments.addAll(List.of(more));
    return Backfill.run(GoldenLake.environment(), arguments.toArray());
  }
}
