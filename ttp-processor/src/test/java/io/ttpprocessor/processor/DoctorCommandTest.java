package io.ttpprocessor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.ttpprocessor.processor.stream.FakeSource;
import io.ttpprocessor.processor.testing.FeeLedgers;
import io.ttpprocessor.protos.rawledger.RawLedger;
import io.ttpprocessor.protos.rawledger.SourceInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the doctor says of sources that are well, and of those that are not. */
@Timeout(60)
class DoctorCommandTest {
  private static final List<RawLedger> LEDGERS =
      FakeSource.messages(5, new FeeLedgers(5).take(3, 2, 0));

  /** Ledger 7's, of those ledgers. */
  private static final Instant CLOSED = Instant.ofEpochSecond(1_700_000_007);

  private final StringWriter out = new StringWriter();

  @Test
  void eachThingHasALine() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS))) {
      source.tell(info(FeeLedgers.NETWORK.passphrase()));
      assertThat(run(CLOSED.plusSeconds(4), source.endpoint().toString(), Map.of())).isZero();
      assertThat(out.toString().lines())
          .allMatch(line -> line.startsWith("ok   "))
          .contains(
              "ok   source         " + source.endpoint() + " reads a folder",
              "ok   network        " + FeeLedgers.NETWORK.passphrase(),
              "ok   ledgers        5 to 7",
              "ok   reading        ledger 7, protocol 19, has 2 token transfers",
              "ok   clock          the newest ledger closed 4 s ago");
    }
  }

  @Test
  void aSourceOfTheOriginalsIsReadAsFarAsItTells() {
    try (FakeSource source = FakeSource.start(FakeSource.servingLikeTheOriginal(LEDGERS))) {
      assertThat(run(CLOSED, source.endpoint().toString(), Map.of())).isZero();
      assertThat(out.toString())
          .contains("answers, but does not tell what it has")
          .contains("ok   reading        ledger 7, ");
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    try (FakeSource source =
        FakeSource.start(FakeSource.failing(Status.NOT_FOUND.withDescription("no such object")))) {
      source.tell(info("Elsewhere"));
      String sources = source.endpoint() + ",127.0.0.1:1";
      assertThat(run(CLOSED.minusSeconds(60), sources, Map.of())).isEqualTo(1);
      assertThat(out.toString().lines())
          .anyMatch(line -> line.startsWith("FAIL network        it is of \"Elsewhere\", but"))
          .anyMatch(line -> line.matches("FAIL source {9}127.*: NOT_FOUND: no such object"))
          .anyMatch(line -> line.startsWith("FAIL source         127.0.0.1:1: UNAVAILABLE"));
    }
  }

  /** Each source has its line, whatever the one before sends. */
  @Test
  void aLedgerThatIsNoneIsNamedWithItsOrigin() {
    ByteString whole = LEDGERS.get(2).getLedgerCloseMetaXdr();
    RawLedger cut =
        LEDGERS.get(2).toBuilder()
            .setLedgerCloseMetaXdr(whole.substring(0, whole.size() - 4))
            .setOrigin("0A1B.xdr.zst")
            .build();
    List<RawLedger> damaged = List.of(LEDGERS.get(0), LEDGERS.get(1), cut);
    try (FakeSource source = FakeSource.start(FakeSource.serving(damaged));
        FakeSource other = FakeSource.start(FakeSource.serving(LEDGERS))) {
      source.tell(info(FeeLedgers.NETWORK.passphrase()));
      other.tell(info(FeeLedgers.NETWORK.passphrase()));
      String sources = source.endpoint() + "," + other.endpoint();
      assertThat(run(CLOSED, sources, Map.of())).isEqualTo(1);
      assertThat(out.toString())
          .contains("FAIL reading        ledger 7 (from 0A1B.xdr.zst): TRUNCATED at byte ")
          .contains("ok   reading        ledger 7, protocol 19, has 2 token transfers");
    }
  }

  @Test
  void theClockIsHeldAgainstTheNetworks() {
    try (FakeSource source = FakeSource.start(FakeSource.serving(LEDGERS))) {
      source.tell(info(FeeLedgers.NETWORK.passphrase()));
      assertThat(run(CLOSED.minusSeconds(60), source.endpoint().toString(), Map.of())).isEqualTo(1);
      assertThat(out.toString()).contains("FAIL clock          this machine is 60 s behind");
    }
  }

  @Test
  void unusableSettingsAreTold() {
    assertThat(run(CLOSED, "nowhere", Map.of("PORT", "x"))).isEqualTo(2);
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("FAIL settings"));
  }

  private static SourceInfo info(String passphrase) {
    return SourceInfo.newBuilder()
        .setOldestLedger(5)
        .setLatestLedger(7)
        .setNetworkPassphrase(passphrase)
        .setOrigin("a folder")
        .build();
  }

  private int run(Instant now, String sources, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("NETWORK_PASSPHRASE", FeeLedgers.NETWORK.passphrase());
    environment.put("LIVE_SOURCE_ENDPOINT", sources);
    return new CommandLine(new DoctorCommand(environment, Clock.fixed(now, ZoneOffset.UTC)))
        .setOut(new PrintWriter(out))
        .execute();
  }
}
