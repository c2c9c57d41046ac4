package io.ttpprocessor.backfill.range;

import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.protos.v1.EventDigest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Sums up a table's digests over the ledgers of a range, as {@link TableSummary} says. */
final class RangeDigest {
  private final EventProduct product;
  private final MessageDigest sha256 = Sha256.newDigest();
  private final ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
  private long rows;

  RangeDigest(EventProduct product) {
    this.product = product;
  }

  /** Takes the next ledger. */
  void add(ExtractedLedger ledger) {
    EventDigest digest = ledger.digests().get(product);
    long count = Integer.toUnsignedLong(digest.getCount());
    numbers.clear().putLong(ledger.events().sequence()).putLong(count);
    sha256.update(numbers.array());
    sha256.update(digest.getSha256().asReadOnlyByteBuffer());
    rows += count;
  }

  /** The summary of all ledgers taken; to be asked for once. */
  TableSummary summary() {
    return new TableSummary(product.table(), rows, HexFormat.of().formatHex(sha256.digest()));
  }
}
