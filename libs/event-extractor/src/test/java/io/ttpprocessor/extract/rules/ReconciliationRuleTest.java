package io.ttpprocessor.extract.rules;

import static io.ttpprocessor.extract.OneOperation.address;
import static io.ttpprocessor.extract.XdrBytes.account;
import static io.ttpprocessor.extract.XdrBytes.accountEntry;
import static io.ttpprocessor.extract.XdrBytes.asset;
import static io.ttpprocessor.extract.XdrBytes.change;
import static io.ttpprocessor.extract.XdrBytes.nativeAsset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Account 1 pays 10 lumens to account 2; its balance was 100 before. */
@Timeout(60)
class ReconciliationRuleTest {
  private static final int UPDATED = 1;
  private static final int STATE = 3;
  private static final String PAYMENT =
      "TRANSFER of transaction 1, operation 1, from %s, to %s: 10 native"
          .formatted(address(1), address(2));

  @Test
  void nothingIsAddedWhereTheBalanceChangesByWhatTheEventsSay() {
    assertThat(payment(nativeAsset(), 90).events()).containsExactly(PAYMENT);
  }

  @Test
  void whatIsTooMuchIsMintedBefore() {
    assertThat(payment(nativeAsset(), 95).events())
        .containsExactly(
            "MINT of transaction 1, operation 1, to " + address(1) + ": 5 native", PAYMENT);
  }

  @Test
  void whatIsMissingIsBurnedAfter() {
    assertThat(payment(nativeAsset(), 50).events())
        .containsExactly(
            PAYMENT, "BURN of transaction 1, operation 1, from " + address(1) + ": 40 native");
  }

  @Test
  void sinceProtocol8NothingIsAdded() {
    assertThat(payment(nativeAsset(), 50).protocol(8).events()).containsExactly(PAYMENT);
  }

  @Test
  void anAssetWithoutACodeIsAnErrorOnlyHere() {
    assertThat(payment(asset("", 9), 100).protocol(8).events()).hasSize(1);
    assertThatThrownBy(payment(asset("", 9), 100)::events)
        .isInstanceOf(ExtractionException.class)
        .hasMessageContaining("empty code");
  }

  private static OneOperation payment(XdrBytes asset, long balanceAfter) {
    return OneOperation.of(1, new XdrBytes().append(account(2)).append(asset).int64(10))
        .protocol(7)
        .metaVersion(2)
        .changes(
            change(STATE, accountEntry(1, 100)), change(UPDATED, accountEntry(1, balanceAfter)));
  }
}
