package io.ttpprocessor.store;

import io.ttpprocessor.protos.v1.LedgerEvents;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Ledgers that are stored in one transaction.
 *
 * @param before the cursor that must be in the database; empty when this batch is the first
 * @param ledgers at least one, each following the one before it
 */
public record LedgerBatch(Optional<Cursor> before, List<LedgerEvents> ledgers) {
  /** Keeps a copy of the list. */
  public LedgerBatch {
    ledgers = List.copyOf(ledgers);
  }

  /** The first ledger's sequence. */
  public long first() {
    return Integer.toUnsignedLong(ledgers.get(0).getSequence());
  }

  /** The last ledger's sequence. */
  public long last() {
    return Integer.toUnsignedLong(lastLedger().getSequence());
  }

  /** The hash that the first ledger says the one before it has, in lower-case hexadecimal. */
  String previousHash() {
    return HexFormat.of().formatHex(ledgers.get(0).getPreviousHash().toByteArray());
  }

  /** When the last ledger closed, in seconds since 1970. */
  public long closeTime() {
    return lastLedger().getClosedAt().getSeconds();
  }

  /** How many events, of whatever product, the ledgers have together. */
  public int events() {
    return ledgers.stream()
        .mapToInt(ledger -> ledger.getEventsCount() + ledger.getContractEventsCount())
        .sum();
  }

  /** The cursor that stands in the database once this batch does. */
  public Cursor after() {
    LedgerEvents ledger = lastLedger();
    HexFormat hex = HexFormat.of();
    return new Cursor(
        hex.formatHex(ledger.getCursor().getNetworkId().toByteArray()),
        before.map(Cursor::firstLedger).orElse(first()),
        last(),
        hex.formatHex(ledger.getHash().toByteArray()),
        Integer.toUnsignedLong(ledger.getRulesVersion()));
  }

  private LedgerEvents lastLedger() {
    return ledgers.get(ledgers.size() - 1);
  }
}
