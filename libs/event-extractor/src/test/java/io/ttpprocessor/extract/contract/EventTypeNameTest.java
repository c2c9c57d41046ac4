package io.ttpprocessor.extract.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.xdr.SCValView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The original pipeline's names of events. */
@Timeout(10)
class EventTypeNameTest {
  @ParameterizedTest
  @CsvSource({
    "transfer, Transfer, transfer",
    "mint, Mint, mint",
    "burn, Burn, burn",
    "swap, Swap, swap",
    "sync, Sync, sync",
    "deposit, Deposit, deposit",
    "withdraw, Withdraw, withdraw",
    "new_pair, NewPair, new_pair",
    "fee, Fee, fee",
    "approval, Approval, approval",
    "revoke, Revoke, revoke",
    "claim, Claim, claim",
    "stake, Stake, stake",
    "unstake, Unstake, unstake",
    "reward, Reward, reward",
    "liquidity, Liquidity, liquidity",
    "price_update, PriceUpdate, price_update"
  })
  void wellKnownSymbolsAreToldInLowerCase(String lower, String capitalised, String name) {
    assertThat(nameOf(XdrBytes.symbol(lower))).isEqualTo(name);
    assertThat(nameOf(XdrBytes.symbol(capitalised))).isEqualTo(name);
    assertThat(nameOf(XdrBytes.symbol("other"), XdrBytes.symbol(lower))).isEqualTo(name);
  }

  @Test
  void theFirstWellKnownSymbolCounts() {
    assertThat(
            nameOf(XdrBytes.symbol("POOL"), XdrBytes.symbol("Swap"), XdrBytes.symbol("transfer")))
        .isEqualTo("swap");
  }

  @Test
  void theFirstSymbolStandsForItselfWhereNoneIsWellKnown() {
    assertThat(
            nameOf(XdrBytes.string("transfer"), XdrBytes.symbol("TRANSFER"), XdrBytes.symbol("x")))
        .isEqualTo("TRANSFER");
    assertThat(nameOf(XdrBytes.symbol("clawback"))).isEqualTo("clawback");
  }

  @Test
  void withoutASymbolItIsUnknown() {
    assertThat(nameOf()).isEqualTo("unknown");
    assertThat(nameOf(XdrBytes.string("mint"), XdrBytes.ints(1))).isEqualTo("unknown");
  }

  private static String nameOf(XdrBytes... topics) {
    List<XdrBytes> elements = new ArrayList<>(List.of(topics));
    byte[] vector = XdrBytes.ints(16, 1).array(elements).toByteArray();
    return EventTypeName.of(SCValView.parseExactly(vector, 0, vector.length).vec());
  }
}
