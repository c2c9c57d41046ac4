package io.ttpprocessor.extract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.AddressBook;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fees first; refunds after their transaction until protocol 22, after all since 23. */
@Timeout(60)
class LedgerEventOrderTest {
  private static final Asset LUMENS = Asset.ofNative(address());

  @Test
  void refundsFollowTheirTransactionUntilProtocol22() {
    assertThat(order(22)).containsExactly("1", "2", "11", "12", "-1", "21", "-2");
  }

  @Test
  void refundsComeLastSinceProtocol23() {
    assertThat(order(23)).containsExactly("1", "2", "11", "12", "21", "-1", "-2");
  }

  @Test
  void aLedgerForgetsTheOneBefore() {
    LedgerEventOrder order = new LedgerEventOrder();
    order.beginLedger(23);
    order.addFee(event(1));
    order.beginLedger(23);
    assertThat(order.events()).isEmpty();
  }

  private static List<String> order(long protocolVersion) {
    LedgerEventOrder order = new LedgerEventOrder();
    order.beginLedger(protocolVersion);
    order.addFee(event(1));
    order.beginOperation();
    order.add(event(12));
    order.addFirst(event(11));
    order.addRefund(event(-1));
    order.addFee(event(2));
    order.beginOperation();
    assertThat(order.ofOperation()).isEmpty();
    order.add(event(21));
    assertThat(order.ofOperation()).hasSize(1);
    order.addRefund(event(-2));
    return order.events().stream().map(event -> event.amount().toString()).toList();
  }

  private static TokenEvent event(long amount) {
    return TokenEvent.of(
            EventKind.FEE, TransactionRef.of(1, OpaqueView.fixed(new byte[32], 0, 32)), 0)
        .asset(LUMENS)
        .from(address())
        .amount(Amount.of(amount))
        .build();
  }

  private static Address address() {
    return new AddressBook().account(new byte[32], 0);
  }
}
