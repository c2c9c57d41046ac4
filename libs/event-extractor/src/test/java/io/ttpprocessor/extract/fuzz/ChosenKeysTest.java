package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.StrKey;
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

  /** The native asset's contract on the test network. */
  private static final byte[] LUMENS =
      StrKey.decode("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC").payload();

  @Test
  void claimableBalancesOfOneHashCode() {
    XdrBytes[] changes = new XdrBytes[2 + COUNT];
    changes[0] = XdrBytes.change(3, XdrBytes.poolEntry(6, 100, 200));
    changes[1] = XdrBytes.change(1, XdrBytes.poolEntry(6, 50, 100));
    for (int i = 0; i < COUNT; i++) {
      changes[2 + i] = XdrBytes.change(0, claimableBalance(idOfOneHashCode(i)));
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
            .transactionEvents(fee())
            .mode(EventsMode.CROSS_CHECK)
            .ledgerEvents();

    // The one derived event is held against the first, the others are of no asset.
    assertThat(ledger.crossCheck().differences()).hasSize(1);
    assertThat(ledger.skipped()).hasSize(COUNT - 1);
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

  private static XdrBytes claimableBalance(byte[] id) {
    return XdrBytes.ints(1, 4, 0)
        .fixed(id)
        .append(XdrBytes.ints(0, 0).int64(1).append(XdrBytes.ints(0, 0)));
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

  /** TransactionEvent of the stage before all transactions: account 1 pays 100. */
  private static XdrBytes fee() {
    return XdrBytes.ints(0)
        .append(
            XdrBytes.event(
                LUMENS, XdrBytes.i128(0, 100), XdrBytes.symbol("fee"), XdrBytes.accountAddress(1)));
  }
}
