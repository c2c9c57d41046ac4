package io.ttpprocessor.consumer;

import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.EventDigests;
import io.ttpprocessor.store.EventTable;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Checks that a ledger's message brings the events that it says it brings: numbered in order, and
 * as many and the same as its digest tells. Used by one thread.
 */
final class LedgerContents {
  private final EventTable table;
  private final EventDigests digests = new EventDigests();

  LedgerContents(EventTable table) {
    this.table = table;
  }

  /**
   * Checks {@code ledger}.
   *
   * @throws ConsumerException when it contradicts itself; names ledger, event and both values
   */
  void check(LedgerEvents ledger) throws ConsumerException {
    String sequence = Integer.toUnsignedString(ledger.getSequence());
    if (table.wholeLedgers()) {
      expectEveryOrdinal(ledger, sequence);
    } else {
      expectRisingOrdinals(ledger, sequence);
    }
    expectDigest(ledger, sequence);
  }

  private void expectEveryOrdinal(LedgerEvents ledger, String sequence) throws ConsumerException {
    for (int i = 0; i < table.count(ledger); i++) {
      if (table.ordinal(ledger, i) != i) {
        throw new ConsumerException(
            String.format(
                "ledger %s has event %s in the place of event %d",
                sequence, Integer.toUnsignedString(table.ordinal(ledger, i)), i));
      }
    }
  }

  private void expectRisingOrdinals(LedgerEvents ledger, String sequence) throws ConsumerException {
    for (int i = 1; i < table.count(ledger); i++) {
      int before = table.ordinal(ledger, i - 1);
      int ordinal = table.ordinal(ledger, i);
      if (Integer.compareUnsigned(before, ordinal) >= 0) {
        throw new ConsumerException(
            String.format(
                "ledger %s has event %s after event %s",
                sequence, Integer.toUnsignedString(ordinal), Integer.toUnsignedString(before)));
      }
    }
  }

  private void expectDigest(LedgerEvents ledger, String sequence) throws ConsumerException {
    Optional<EventDigest> sent = table.digest(ledger);
    if (sent.isEmpty()) {
      if (table.digestAlwaysSent()) {
        throw new ConsumerException(
            String.format(
                "ledger %s of the stream has no digest of its %s: the service knows none",
                sequence, table.name()));
      }
      return;
    }
    EventDigest computed = digests.of(table, ledger);
    if (!computed.equals(sent.get())) {
      throw new ConsumerException(
          String.format(
              "ledger %s is not what its digest says: %s in the message's digest, %s came",
              sequence, text(sent.get()), text(computed)));
    }
  }

  private static String text(EventDigest digest) {
    return Integer.toUnsignedString(digest.getCount())
        + " events of SHA-256 "
        + HexFormat.of().formatHex(digest.getSha256().toByteArray());
  }
}
