package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.testkit.ChainedLedgers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What the doctor says of servers that are well and of those that are not. */
@Timeout(60)
class DoctorCommandTest {
  private static final String SECRET = "canary-4711";
  private static final List<byte[]> LEDGERS = ChainedLedgers.small(100, 139);

  /** The simulator's ledger 139 closed then, 5 s a ledger after 1,700,000,000. */
  private static final Instant CLOSED = Instant.ofEpochSecond(1_700_000_695);

  private final StringWriter out = new StringWriter();

  @Test
  void eachThingHasALine() {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start()) {
      assertThat(run(CLOSED.plusSeconds(4), Map.of("RPC_ENDPOINT", server.url()))).isZero();
      assertThat(out.toString().lines())
          .hasSize(10)
          .allMatch(line -> line.startsWith("ok   "))
          .contains(
              "ok   credentials    each request carries the header X-Key",
              "ok   network        " + server.url() + " is of \"" + TestSource.PASSPHRASE + "\"",
              "ok   ledgers        it keeps 100 to 139",
              "ok   clock          the newest ledger closed 4 s ago")
          .anyMatch(line -> line.startsWith("ok   reading        ledger 139 ("));
      assertThat(out.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void theClockIsHeldAgainstTheNetworks() {
    try (FakeStellarRpc server = new FakeStellarRpc(100, LEDGERS).start()) {
      Map<String, String> endpoint = Map.of("RPC_ENDPOINT", server.url());
      assertThat(run(CLOSED.minusSeconds(60), endpoint)).isEqualTo(1);
      assertThat(out.toString()).contains("FAIL clock          this machine is 60 s behind");
      assertThat(run(CLOSED.plusSeconds(600), endpoint)).isEqualTo(1);
      assertThat(out.toString())
          .contains("FAIL clock          the newest ledger closed 600 s ago: the server is behind");
    }
  }

  @Test
  void eachServerIsLookedAtAndWhatIsWrongIsNamed() {
    try (FakeStellarRpc good = new FakeStellarRpc(100, LEDGERS).start();
        FakeStellarRpc refusing =
            new FakeStellarRpc(100, LEDGERS)
                .disturb((request, page) -> Optional.of(FakeStellarRpc.status(401)))
                .start();
        FakeStellarRpc other = new FakeStellarRpc(100, LEDGERS).passphrase("Other").start()) {
      String endpoints = good.url() + "," + refusing.url() + "," + other.url();
      assertThat(
              run(
                  CLOSED,
                  Map.of("RPC_ENDPOINT", endpoints, "NETWORK_PASSPHRASE", TestSource.PASSPHRASE)))
          .isEqualTo(1);
      assertThat(out.toString().lines().filter(line -> line.startsWith("FAIL ")))
          .hasSize(2)
          .anyMatch(line -> line.contains("at " + refusing.url() + ": HTTP 401"))
          .anyMatch(line -> line.contains("the network is \"Other\", not"));
      assertThat(out.toString()).contains(good.url() + " is of").doesNotContain(SECRET);
    }
  }

  @Test
  void everySettingThatCannotBeUsedIsTold() {
    assertThat(run(CLOSED, Map.of("PORT", "x", "BATCH_SIZE", "0"))).isEqualTo(2);
    assertThat(out.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("FAIL settings       "))
        .anyMatch(line -> line.contains("RPC_ENDPOINT is required"));
  }

  private int run(Instant now, Map<String, String> settings) {
    out.getBuffer().setLength(0);
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("RPC_AUTH_HEADER", "X-Key: " + SECRET);
    environment.put("MAX_RETRIES", "0");
    CommandLine line =
        new CommandLine(new DoctorCommand(environment, Clock.fixed(now, ZoneOffset.UTC)));
    line.setOut(new PrintWriter(out));
    return line.execute();
  }
}
