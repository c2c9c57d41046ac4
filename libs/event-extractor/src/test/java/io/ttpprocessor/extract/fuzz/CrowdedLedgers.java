package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.TransactionHasher;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Ledgers of very many of the smallest parts, of which each makes its reader do something. */
final class CrowdedLedgers {
  private static final int PAYMENT = 1;
  private static final int MANAGE_SELL_OFFER = 3;
  private static final int INFLATION = 9;
  private static final int SET_TRUST_LINE_FLAGS = 21;
  private static final int LEVELS = 400;

  private CrowdedLedgers() {}

  /** Successful transactions of operations that have no rule and no metadata. */
  static byte[] transactions(int count, int operations) {
    XdrBytes endSponsoring = XdrBytes.ints(0, 17);
    List<XdrBytes> envelopes = new ArrayList<>();
    List<XdrBytes> processings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] envelope = envelope(i, Collections.nCopies(operations, endSponsoring));
      envelopes.add(new XdrBytes().fixed(envelope));
      processings.add(processing(hash(envelope), operations).append(XdrBytes.ints(0, 0)));
    }
    return LedgerAssembly.version0(header(), envelopes, processings);
  }

  /** A transaction of one operation and many results. */
  static byte[] results(int count) {
    byte[] envelope = envelope(1, List.of(XdrBytes.ints(0, 17)));
    return LedgerAssembly.version0(
        header(),
        List.of(new XdrBytes().fixed(envelope)),
        List.of(processing(hash(envelope), count).append(XdrBytes.ints(0, 0))));
  }

  /** A transaction of one operation, which looks for its changes among many. */
  static byte[] operationMetas(int count) {
    XdrBytes withdrawal = XdrBytes.ints(0, 23).filled(1).int64(1).int64(1).int64(1);
    byte[] envelope = envelope(1, List.of(withdrawal));
    XdrBytes meta = XdrBytes.ints(1, 0, count).fixed(new byte[count * Integer.BYTES]);
    return LedgerAssembly.version0(
        header(),
        List.of(new XdrBytes().fixed(envelope)),
        List.of(processing(hash(envelope), 1).append(meta)));
  }

  /** Results whose hashes differ in the last bytes only, and no envelopes. */
  static byte[] similarHashes(int count) {
    List<XdrBytes> processings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] hash = new XdrBytes().int64(0).int64(0).int64(0).int64(i).toByteArray();
      processings.add(processing(hash, 0).append(XdrBytes.ints(0, 0)));
    }
    return LedgerAssembly.version0(header(), List.of(), processings);
  }

  static byte[] payouts(int count) {
    XdrBytes payout = XdrBytes.account(2).int64(1);
    XdrBytes result = XdrBytes.ints(INFLATION, 0).array(Collections.nCopies(count, payout));
    return OneOperation.of(INFLATION, new XdrBytes()).result(result).ledger();
  }

  static byte[] trades(int count) {
    XdrBytes trade = XdrBytes.ints(2).filled(3).int32(0).int64(1).int32(0).int64(1);
    XdrBytes result =
        XdrBytes.ints(MANAGE_SELL_OFFER, 0)
            .array(Collections.nCopies(count, trade))
            .int32(2); // offer deleted
    XdrBytes body = XdrBytes.ints(0, 0).int64(1).append(XdrBytes.ints(1, 1)).int64(0);
    return OneOperation.of(MANAGE_SELL_OFFER, body).result(result).ledger();
  }

  /** A revocation that changes so many pools. */
  static byte[] pools(int count) {
    XdrBytes[] changes = new XdrBytes[2 * count];
    for (int i = 0; i < count; i++) {
      changes[2 * i] = XdrBytes.change(3, XdrBytes.poolEntry(i, 100, 200));
      changes[2 * i + 1] = XdrBytes.change(1, XdrBytes.poolEntry(i, 50, 100));
    }
    XdrBytes body =
        XdrBytes.account(2).append(XdrBytes.asset("ABC", 9)).append(XdrBytes.ints(0, 0));
    return OneOperation.of(SET_TRUST_LINE_FLAGS, body).changes(changes).ledger();
  }

  /** Events of three topics. */
  static byte[] events(int count, String name) {
    XdrBytes event = event(XdrBytes.i128(0, 1), name);
    return OneOperation.invocation(Collections.nCopies(count, event).toArray(new XdrBytes[0]))
        .ledger();
  }

  /**
   * A payment of which the network tells many transfers of one amount, from one account to as many
   * others; none of them is of an asset.
   */
  static byte[] payments(int count) {
    XdrBytes[] events = new XdrBytes[count];
    for (int i = 0; i < count; i++) {
      byte[] key = new XdrBytes().int64(0).int64(0).int64(0).int64(i).toByteArray();
      events[i] =
          XdrBytes.event(
              new byte[32],
              XdrBytes.i128(0, 1),
              XdrBytes.symbol("transfer"),
              XdrBytes.accountAddress(1),
              XdrBytes.ints(18, 0, 0).fixed(key));
    }
    return OneOperation.of(PAYMENT, payment())
        .events(events)
        .transactionEvents(OneOperation.feeEvent())
        .ledger();
  }

  /** The payment of one stroop to account 2. */
  private static XdrBytes payment() {
    return XdrBytes.account(2).append(XdrBytes.nativeAsset()).int64(1);
  }

  /** One operation that creates so many claimable balances. */
  static byte[] claimableBalances(int count) {
    XdrBytes[] changes = new XdrBytes[count];
    for (int i = 0; i < count; i++) {
      byte[] id = new XdrBytes().int64(0).int64(0).int64(0).int64(i).toByteArray();
      changes[i] = XdrBytes.change(0, XdrBytes.claimableBalanceEntry(id, 1));
    }
    return OneOperation.of(PAYMENT, payment()).changes(changes).ledger();
  }

  /** One transfer that says again and again for whom it is. */
  static byte[] muxedInfos(int count) {
    XdrBytes data = XdrBytes.ints(17, 1, count + 1);
    data.append(XdrBytes.symbol("amount")).append(XdrBytes.i128(0, 1));
    for (int i = 0; i < count; i++) {
      data.append(XdrBytes.symbol("to_muxed_id")).append(XdrBytes.ints(13).opaque(new byte[400]));
    }
    return OneOperation.invocation(event(data, "transfer")).ledger();
  }

  /** One event whose data is a vector of the values with the longest JSON. */
  static byte[] instanceKeys(int count) {
    int[] keys = new int[count];
    Arrays.fill(keys, 20);
    XdrBytes data = XdrBytes.ints(16, 1, count).append(XdrBytes.ints(keys));
    return OneOperation.invocation(event(data, "other")).ledger();
  }

  /** One event whose data is a map from numbers to nothing. */
  static byte[] entries(int count) {
    XdrBytes data = XdrBytes.ints(17, 1, count);
    for (int i = 0; i < count; i++) {
      data.append(XdrBytes.ints(3, i, 1));
    }
    return OneOperation.invocation(event(data, "other")).ledger();
  }

  /** One event whose data is deep within vectors, and there a vector of alternating types. */
  static byte[] deepTypes(int count) {
    XdrBytes data = new XdrBytes();
    for (int i = 0; i < LEVELS; i++) {
      data.append(XdrBytes.ints(16, 1, 1));
    }
    data.append(XdrBytes.ints(16, 1, 2 * count));
    for (int i = 0; i < count; i++) {
      data.append(XdrBytes.ints(1, 3, i)); // nothing, then a number
    }
    return OneOperation.invocation(event(data, "other")).ledger();
  }

  private static XdrBytes event(XdrBytes data, String name) {
    return XdrBytes.event(
        new byte[32],
        data,
        XdrBytes.symbol(name),
        XdrBytes.accountAddress(1),
        XdrBytes.accountAddress(2));
  }

  private static byte[] header() {
    return LedgerView.parse(payouts(0), OneOperation.NETWORK).header().copy();
  }

  private static byte[] envelope(int sequence, List<XdrBytes> operations) {
    return XdrBytes.ints(2)
        .append(XdrBytes.account(1))
        .append(XdrBytes.ints(100).int64(sequence).append(XdrBytes.ints(0, 0)))
        .array(operations)
        .append(XdrBytes.ints(0, 0))
        .toByteArray();
  }

  private static byte[] hash(byte[] envelope) {
    return new TransactionHasher(OneOperation.NETWORK)
        .hash(TransactionEnvelopeView.parseExactly(envelope, 0, envelope.length));
  }

  /** TransactionResultMeta up to its metadata; each operation's result is opBAD_AUTH. */
  private static XdrBytes processing(byte[] hash, int operations) {
    return new XdrBytes()
        .fixed(hash)
        .int64(100)
        .int32(0)
        .array(Collections.nCopies(operations, XdrBytes.ints(-1)))
        .append(XdrBytes.ints(0, 0)); // no extension, no fee changes
  }
}
