package io.ttpprocessor.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.SourceException.Kind;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row 12: a ledger's base64 and its XDR, changed at each 97th byte. Nothing comes through but what
 * the ledger's hash does not cover and XDR allows, and what is refused is named with its place.
 */
@Timeout(120)
class DamagedLedgerTest {
  private static final long SEQUENCE = 500;
  private static final int STEP = 97;

  /** A real ledger where the corpora are at hand, and a synthetic one. */
  static Stream<byte[]> ledgers() {
    byte[] synthetic = largest();
    if (!GoldenCorpus.PUBNET_HISTORY.isPresent()) {
      return Stream.of(synthetic);
    }
    byte[] real = GoldenCorpus.PUBNET_HISTORY.ledgers().get(2);
    ChainedLedgers.chain(real, SEQUENCE, new byte[32]);
    return Stream.of(synthetic, real);
  }

  private static byte[] largest() {
    byte[] largest =
        ChainedLedgers.of(SEQUENCE, SEQUENCE + 99).stream()
            .max(Comparator.comparingInt(ledger -> ledger.length))
            .orElseThrow();
    ChainedLedgers.chain(largest, SEQUENCE, new byte[32]);
    return largest;
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void illegalAndMissingCharactersAreRefusedWithTheirPlace(byte[] ledger) throws Exception {
    String base64 = Base64.getEncoder().encodeToString(ledger);
    try (Damage damage = new Damage(ledger)) {
      for (int at = 0; at < base64.length(); at += STEP) {
        String before = base64.substring(0, at);
        for (char illegal : new char[] {'*', ' ', '-', '\u00e9'}) {
          damage.refuses(before + illegal + base64.substring(at + 1), "byte ");
        }
        damage.refuses(before + base64.substring(at + 1), "byte ");
        // Cut to whole groups it is base64 of cut XDR.
        damage.refuses(before, at % 4 == 0 ? " at byte " : "byte ");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void cutXdrIsRefusedWithKindAndOffset(byte[] ledger) throws Exception {
    try (Damage damage = new Damage(ledger)) {
      for (int at = 0; at < ledger.length; at += STEP) {
        String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(ledger, at));
        damage.refuses(cut, "metadataXdr: ledger " + SEQUENCE + ": ");
        assertThat(damage.message).containsPattern(": [A-Z_]+ at byte \\d+");
      }
      byte[] longer = Arrays.copyOf(ledger, ledger.length + 4);
      damage.refuses(Base64.getEncoder().encodeToString(longer), "TRAILING_BYTES at byte ");
    }
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void changedXdrIsRefusedOrComesThroughAsItIs(byte[] ledger) throws Exception {
    int refused = 0;
    int changes = 0;
    try (Damage damage = new Damage(ledger)) {
      for (int at = 0; at < ledger.length; at += STEP) {
        byte[] changed = ledger.clone();
        changed[at] ^= (byte) 0xFF;
        changes++;
        String base64 = Base64.getEncoder().encodeToString(changed);
        if (!damage.comesThrough(base64, changed)) {
          refused++;
          assertThat(damage.message).contains("ledger " + SEQUENCE);
        }
      }
    }
    assertThat(refused).as("of %d changes", changes).isPositive().isLessThan(changes);
  }

  @Test
  void changesOfTheHeaderNeverComeThrough() throws Exception {
    byte[] ledger = ChainedLedgers.small(SEQUENCE, SEQUENCE).get(0);
    try (Damage damage = new Damage(ledger)) {
      // The version, the stated hash and the header up to the predecessor's hash of any version.
      for (int at = 0; at < 100; at++) {
        byte[] changed = ledger.clone();
        changed[at] ^= 1;
        String base64 = Base64.getEncoder().encodeToString(changed);
        assertThat(damage.comesThrough(base64, changed)).as("byte %d", at).isFalse();
      }
    }
  }

  @Test
  void anEscapedSlashIsNotWhatServersSend() throws Exception {
    byte[] ledger = largest();
    String base64 = Base64.getEncoder().encodeToString(ledger);
    assertThat(base64).contains("/");
    try (Damage damage = new Damage(ledger)) {
      damage.refuses(base64.replace("/", "\\/"), "some are not of its alphabet");
    }
  }

  /** A server whose one ledger is replaced again and again, and a source that reads it. */
  private static final class Damage implements AutoCloseable {
    private final AtomicReference<String> base64 = new AtomicReference<>();
    private final FakeStellarRpc server;
    private final TestSource test;
    private String message;

    Damage(byte[] ledger) {
      server =
          new FakeStellarRpc(SEQUENCE, List.of(ledger))
              .edit(page -> page.entries.get(0).metadata = '"' + base64.get() + '"')
              .start();
      test = TestSource.over(server).retries(0).open();
    }

    void refuses(String text, String reason) throws Exception {
      base64.set(text);
      SourceException failure = test.failureAfter(LedgerRange.bounded(SEQUENCE, SEQUENCE), 0);
      message = failure.getMessage();
      assertThat(failure.kind()).isEqualTo(Kind.CORRUPT);
      assertThat(message).contains("ledger " + SEQUENCE).contains(reason);
    }

    /** Whether exactly the changed ledger is read; otherwise it was refused. */
    boolean comesThrough(String text, byte[] changed) throws InterruptedException {
      base64.set(text);
      try (LedgerCursor cursor = test.source.open(LedgerRange.bounded(SEQUENCE, SEQUENCE))) {
        assertThat(cursor.next().map(LedgerBytes::copy)).hasValue(changed);
        return true;
      } catch (SourceException e) {
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        message = e.getMessage();
        return false;
      }
    }

    @Override
    public void close() {
      test.close();
      server.close();
    }
  }
}
