package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what the network has hashed passes, and what was altered since is named at the level that
 * covers it and at no lower one. Method: ledgers of the network and of stellar-core, whose hashes
 * are theirs, whole and with a bit flipped; random ledgers, whose hashes are random.
 */
@Timeout(120)
class LedgerIntegrityTest {
  /**
   * With how many ledgers agree with all hashes; two of load-protocol23 state hashes of other sets.
   */
  @ParameterizedTest
  @CsvSource({
    "PUBNET_HISTORY, 5",
    "PUBNET_53312000, 1",
    "PUBNET_RECENT, 2",
    "LOAD_PROTOCOL23, 1",
    "LOAD_PROTOCOL28, 30",
    "CORE_CLASSIC_OPERATIONS, 1239",
    "CORE_FROZEN_LEDGER_KEYS, 1337",
    "CORE_INVOKE_HOST_FUNCTION, 7069"
  })
  void acceptsWhatTheNetworkHashed(GoldenCorpus corpus, int expected) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    int accepted = 0;
    for (byte[] ledger : corpus.ledgers()) {
      LedgerView view = LedgerView.parse(ledger, network);
      assertThatCode(() -> check(view, LedgerChecks.HEADER)).doesNotThrowAnyException();
      accepted += isAccepted(view, LedgerChecks.EVENTS) ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"SYNTHETIC_DERIVED", "SYNTHETIC_UNIFIED"})
  void refusesRandomHashesFromTheHeaderOn(GoldenCorpus corpus) throws Exception {
    Network network = Network.of(corpus.networkPassphrase());
    for (byte[] ledger : corpus.ledgers()) {
      LedgerView view = LedgerView.parse(ledger, network);
      check(view, LedgerChecks.NONE);
      check(view, LedgerChecks.CHAIN);
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> check(view, LedgerChecks.HEADER))
          .withMessage(
              "ledger %d: SHA-256 of the header is %s, but the ledger states %s",
              view.sequence(), sha256(view.header().header()), view.hash().hex());
    }
  }

  @Test
  void namesAnAlteredHeader() {
    LedgerView altered = altered(header -> header.header().header().scpValue().end() - 5);
    assertRefusedFrom(LedgerChecks.HEADER, altered, "SHA-256 of the header is ");
  }

  @Test
  void namesAnAlteredSignature() {
    LedgerView altered = altered(ledger -> ledger.transactions().get(0).envelope().end() - 1);
    assertRefusedFrom(LedgerChecks.TRANSACTIONS, altered, "SHA-256 of the transaction set is ");
  }

  @Test
  void namesAnAlteredResult() {
    LedgerView altered =
        altered(ledger -> ledger.transactions().get(0).result().offset() + Long.BYTES - 1);
    assertRefusedFrom(LedgerChecks.RESULTS, altered, "SHA-256 of the results is ");
  }

  @Test
  void namesAnAlteredEvent() {
    LedgerView altered = altered(LedgerIntegrityTest::lastByteOfAnEvent);
    LedgerOperation operation = invocation(altered);
    String hash = operation.result().invokeHostFunctionResult().success().hex();
    assertRefusedFrom(
        LedgerChecks.EVENTS,
        altered,
        String.format(
            "transaction %d (%s), operation 1 at byte %d:"
                + " SHA-256 of the return value and events is ",
            operation.transaction().index(),
            operation.transaction().hashHex(),
            operation.operation().offset()));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> check(altered, LedgerChecks.EVENTS))
        .withMessageEndingWith("but its result has " + hash);
  }

  @ParameterizedTest
  @EnumSource
  void coversTheLevelsBeforeIt(LedgerChecks level) {
    for (LedgerChecks other : LedgerChecks.values()) {
      assertThat(level.covers(other)).isEqualTo(other.ordinal() <= level.ordinal());
    }
  }

  private interface Place {
    int in(LedgerView ledger);
  }

  /** A ledger of stellar-core's load test with an invocation, one bit flipped. */
  /** A hasher of another network finds no envelope, so that it shows whether it is asked. */
  @Test
  void joinsWithTheCallersHasherWhereItReadsTransactions() {
    GoldenCorpus corpus = GoldenCorpus.LOAD_PROTOCOL28;
    assumeTrue(corpus.isPresent(), "load-protocol28 is not here (see ttp.ledgers)");
    LedgerView ledger =
        LedgerView.parse(corpus.ledgers().get(0), Network.of(corpus.networkPassphrase()));
    TransactionHasher other = new TransactionHasher(Network.of("another network"));
    new LedgerIntegrity(LedgerChecks.RESULTS).check(ledger, other);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> new LedgerIntegrity(LedgerChecks.EVENTS).check(ledger, other))
        .withMessageContaining("unknown transaction hash");
  }

  private static LedgerView altered(Place place) {
    GoldenCorpus corpus = GoldenCorpus.LOAD_PROTOCOL28;
    assumeTrue(corpus.isPresent(), "load-protocol28 is not here (see ttp.ledgers)");
    Network network = Network.of(corpus.networkPassphrase());
    byte[] ledger =
        corpus.ledgers().stream()
            .filter(bytes -> invocations(LedgerView.parse(bytes, network)).findAny().isPresent())
            .findFirst()
            .orElseThrow();
    ledger[place.in(LedgerView.parse(ledger, network))] ^= 1;
    return LedgerView.parse(ledger, network);
  }

  private static int lastByteOfAnEvent(LedgerView ledger) {
    ContractEventView last = null;
    for (ContractEventView event : invocation(ledger).contractEvents()) {
      last = event;
    }
    return last.end() - 1;
  }

  private static LedgerOperation invocation(LedgerView ledger) {
    return invocations(ledger).findFirst().orElseThrow();
  }

  /** The successful invocations with events. */
  private static Stream<LedgerOperation> invocations(LedgerView ledger) {
    return ledger.transactions().stream()
        .filter(LedgerTransaction::successful)
        .flatMap(transaction -> transaction.operations().stream())
        .filter(operation -> operation.type() == OperationType.INVOKE_HOST_FUNCTION)
        .filter(operation -> operation.contractEvents().iterator().hasNext());
  }

  private static void assertRefusedFrom(LedgerChecks first, LedgerView ledger, String fault) {
    for (LedgerChecks level : LedgerChecks.values()) {
      if (level.covers(first)) {
        assertThatExceptionOfType(LedgerException.class)
            .isThrownBy(() -> check(ledger, level))
            .withMessageStartingWith("ledger " + ledger.sequence())
            .withMessageContaining(fault);
      } else {
        assertThatCode(() -> check(ledger, level)).doesNotThrowAnyException();
      }
    }
  }

  private static boolean isAccepted(LedgerView ledger, LedgerChecks level) {
    try {
      check(ledger, level);
      return true;
    } catch (LedgerException e) {
      return false;
    }
  }

  private static void check(LedgerView ledger, LedgerChecks level) {
    new LedgerIntegrity(level).check(ledger);
  }

  private static String sha256(XdrView view) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(view.copy()));
  }
}
