package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.xdr.Int128PartsView;
import io.ttpprocessor.xdr.SCMapEntryView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;

/**
 * The data of a token's contract event.
 *
 * @param amount how much; null only where there is a fault
 * @param toMuxedInfo for whom within the destination; null when it does not say
 * @param fault why this is not the data of a token's event; null when it is
 */
record TokenEventData(Amount amount, MuxedInfo toMuxedInfo, SkipReason fault) {
  private static final byte[] AMOUNT = TokenEventForm.name("amount");
  private static final byte[] TO_MUXED_ID = TokenEventForm.name("to_muxed_id");

  /** Data that is the amount alone, an i128. */
  static TokenEventData ofAmount(SCValView data) {
    return data.type() == SCValType.SCV_I128
        ? new TokenEventData(amount(data), null, null)
        : faulty(SkipReason.DATA_NOT_AN_AMOUNT);
  }

  /**
   * Data that is a map with symbols for keys: {@code amount}, an i128, and perhaps {@code
   * to_muxed_id}, an u64, bytes, a string or void (CAP-67). Other keys may be there too; of a key
   * that is there twice, the last counts.
   */
  static TokenEventData ofMap(SCValView data) {
    if (!data.hasMap()) {
      return faulty(SkipReason.NO_AMOUNT);
    }
    Amount amount = null;
    MuxedInfo info = null;
    for (SCMapEntryView entry : data.map()) {
      if (entry.key().type() != SCValType.SCV_SYMBOL) {
        return faulty(SkipReason.KEY_NOT_A_SYMBOL);
      }
      OpaqueView key = entry.key().sym();
      SCValView value = entry.val();
      if (TokenEventForm.matches(key, AMOUNT)) {
        if (value.type() != SCValType.SCV_I128) {
          return faulty(SkipReason.AMOUNT_NOT_I128);
        }
        amount = amount(value);
      } else if (TokenEventForm.matches(key, TO_MUXED_ID)) {
        switch (value.type()) {
          case SCV_U64 -> info = MuxedInfo.id(value.u64());
          case SCV_BYTES -> info = MuxedInfo.hash(value.bytesValue().copy());
          case SCV_STRING -> info = MuxedInfo.text(value.str().utf8());
          case SCV_VOID -> {}
          default -> {
            return faulty(SkipReason.INVALID_TO_MUXED_ID);
          }
        }
      }
    }
    return amount == null ? faulty(SkipReason.NO_AMOUNT) : new TokenEventData(amount, info, null);
  }

  /** The amount of a value that is an i128. */
  static Amount amount(SCValView value) {
    Int128PartsView parts = value.i128();
    return new Amount(parts.hi(), parts.lo());
  }

  private static TokenEventData faulty(SkipReason fault) {
    return new TokenEventData(null, null, fault);
  }
}
