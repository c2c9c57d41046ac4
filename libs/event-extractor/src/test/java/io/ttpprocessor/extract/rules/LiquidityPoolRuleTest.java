package io.ttpprocessor.extract.rules;

import static io.ttpprocessor.extract.XdrBytes.change;
import static io.ttpprocessor.extract.XdrBytes.ints;
import static io.ttpprocessor.extract.XdrBytes.poolEntry;
import static io.ttpprocessor.extract.XdrBytes.poolRemoved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.TokenEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts are the differences of a pool's reserves; entry changes that do not fit are errors. */
@Timeout(60)
class LiquidityPoolRuleTest {
  private static final int UPDATED = 1;
  private static final int STATE = 3;

  @Test
  void aDepositMovesWhatTheReservesGained() {
    List<TokenEvent> events = deposit(5, 50, 12, 250).extract();
    assertThat(events).extracting(event -> event.amount().toString()).containsExactly("7", "200");
    assertThat(events).extracting(event -> event.asset().isNative()).containsExactly(true, false);
    assertThat(events.get(0).to().toString()).startsWith("L");
  }

  @ParameterizedTest
  @CsvSource({"5,50,5,51", "5,50,6,50", "-9223372036854775808,0,0,1"})
  void aDepositOfNothingIsAnError(long a, long b, long afterA, long afterB) {
    assertThatThrownBy(deposit(a, b, afterA, afterB)::extract)
        .isInstanceOf(ExtractionException.class)
        .hasMessageStartingWith("ledger " + OneOperation.SEQUENCE + ", transaction 1 (")
        .hasMessageContaining("operation 1 (LIQUIDITY_POOL_DEPOSIT)");
  }

  @Test
  void aWithdrawalMayRoundToNothingAndMayRemoveThePool() {
    List<TokenEvent> events =
        withdrawal(change(STATE, poolEntry(3, 0, 50)), poolRemoved(3)).extract();
    assertThat(events).extracting(event -> event.amount().toString()).containsExactly("0", "50");
  }

  @Test
  void aChangeWithoutItsStateIsAnError() {
    assertThatThrownBy(withdrawal(change(UPDATED, poolEntry(3, 1, 1)))::extract)
        .isInstanceOf(ExtractionException.class)
        .hasMessageContaining("LEDGER_ENTRY_UPDATED does not follow its state");
  }

  @Test
  void twoPoolsAreAnError() {
    XdrBytes[] changes = {
      change(STATE, poolEntry(3, 1, 1)), poolRemoved(3),
      change(STATE, poolEntry(4, 1, 1)), poolRemoved(4)
    };
    assertThatThrownBy(withdrawal(changes)::extract)
        .isInstanceOf(ExtractionException.class)
        .hasMessageContaining("changes 2 liquidity pools instead of 1");
  }

  @Test
  void metadataOfVersion0TellsNoChanges() {
    assertThatThrownBy(deposit(5, 50, 12, 250).metaVersion(0)::extract)
        .isInstanceOf(ExtractionException.class)
        .hasMessageContaining("metadata of version 0");
  }

  private static OneOperation deposit(long a, long b, long afterA, long afterB) {
    XdrBytes body =
        new XdrBytes().filled(3).int64(1).int64(1).append(ints(1, 1)).append(ints(1, 1));
    return OneOperation.of(22, body)
        .changes(change(STATE, poolEntry(3, a, b)), change(UPDATED, poolEntry(3, afterA, afterB)));
  }

  private static OneOperation withdrawal(XdrBytes... changes) {
    return OneOperation.of(23, new XdrBytes().filled(3).int64(1).int64(0).int64(0))
        .changes(changes);
  }
}
