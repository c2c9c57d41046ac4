package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.BalanceCheck;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ledgers with tens of thousands of keys that all have one hash code of {@code hashCode()}. With a
 * comparison of each with each these take minutes; as they should be read, a second.
 */
@Timeout(20)
class ChosenKeysTest {
  private static final int COUNT = 40_000;
  private static final int SET_TRUST_LINE_FLAGS = 21;
  private static final int PAYMENT = 1;

  @Test
  void claimableBalancesOfOneHashCode() {
    XdrBytes[] changes = new XdrBytes[2 + COUNT];
    changes[0] = XdrBytes.change(3, XdrBytes.poolEntry(6, 100, 200));
    changes[1] = XdrBytes.change(1, XdrBytes.poolEntry(6, 50, 100));
    for (int i = 0; i < COUNT; i++) {
      changes[2 + i] = XdrBytes.change(0, XdrBytes.claimableBalanceEntry(idOfOneHashCode(i), 1));
    }
    XdrBytes body =
        XdrBytes.account(2).append(XdrBytes.asset("ABC", 9)).append(XdrBytes.ints(0, 0));

    assertThat(OneOperation.of(SET_TRUST_LINE_FLAGS, body).changes(changes).extract()).isEmpty();
  }

  @Test
  void amountsOfOneHashCode() {
    XdrBytes[] events = new XdrBytes[COUNT];
    for (int i = 0; i < COUNT; i++) {
      events[i] = transfer(i, i);
    }
    XdrBytes body = XdrBytes.account(2).append(XdrBytes.nativeAsset()).int64(1);

    LedgerEvents ledger =
        OneOperation.of(PAYMENT, body)
            .events(events)
            .transactionEvents(OneOperation.feeEvent())
            .mode(EventsMode.CROSS_CHECK)
            .ledgerEvents();

    // The one derived event is held against the first, the others are of no asset.
    assertThat(ledger.crossCheck().differences()).hasSize(1);
    assertThat(ledger.skipped()).hasSize(COUNT - 1);
  }

  @Test
  void holdersOfOneHashCode() {
    CollidingAddresses addresses = new CollidingAddresses();
    XdrBytes[] changes = new XdrBytes[COUNT];
    for (int i = 0; i < COUNT; i++) {
      byte[] id = addresses.id(i);
      assertThat(CollidingAddresses.hashCode(id))
          .isEqualTo(CollidingAddresses.hashCode(addresses.id(0)));
      changes[i] = XdrBytes.change(0, XdrBytes.claimableBalanceEntry(id, 1 + i));
    }
    XdrBytes body = XdrBytes.account(2).append(XdrBytes.nativeAsset()).int64(1);
    byte[] ledger = OneOperation.of(PAYMENT, body).changes(changes).ledger();

    BalanceCheck balances =
        new CheckedExtractor(OneOperation.NETWORK, EventsMode.VERIFY, LedgerChecks.NONE)
            .extract(LedgerView.parse(ledger, OneOperation.NETWORK))
            .balances();

    // No event accounts for any of them; the fee, which no entry accounts for, comes after them.
    assertThat(balances.obstacle()).isNull();
    assertThat(balances.differences()).hasSizeGreaterThan(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(balances.differences().get(i).byEntries()).isEqualTo(BigInteger.valueOf(1 + i));
    }
  }

  /** Of each pair of bytes, (0, 31) and (1, 0) add the same to a polynomial in 31. */
  private static byte[] idOfOneHashCode(int index) {
    ByteBuffer id = ByteBuffer.allocate(32);
    for (int pair = 0; pair < id.capacity() / 2; pair++) {
      boolean bit = (index >> pair & 1) != 0;
      id.put((byte) (bit ? 1 : 0)).put((byte) (bit ? 0 : 31));
    }
    return id.array();
  }

  /** The two halves of a number of 64 bits cancel out in its hash code when they are equal. */
  private static XdrBytes transfer(int upperHalf, int lowerHalf) {
    return XdrBytes.event(
        new byte[32],
        XdrBytes.i128(0, (long) upperHalf << Integer.SIZE | lowerHalf),
        XdrBytes.symbol("transfer"),
        XdrBytes.accountAddress(1),
        XdrBytes.accountAddress(2));
  }
}
