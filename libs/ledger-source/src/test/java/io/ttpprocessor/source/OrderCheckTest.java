package io.ttpprocessor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.ledger.LedgerCloseMetas;
import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ledgers follow each other by number and by hash, or the stream stops. */
@Timeout(20)
class OrderCheckTest {
  private final byte[] hash = new byte[32];
  private final byte[] firstLedger = ledger(0, 7, new byte[32]);
  private final OrderCheck check = new OrderCheck(7);

  @Test
  void chainedLedgersPass() throws SourceException {
    check.accept(LedgerBytes.of(7, firstLedger, "a"));
    byte[] second = ledger(1, 8, header(firstLedger).hash().copy());
    check.accept(LedgerBytes.of(8, second, "b"));
    check.accept(LedgerBytes.of(9, ledger(2, 9, header(second).hash().copy()), "c"));
  }

  @Test
  void everyVersionOfTheMetaHasItsHeaderFound() throws SourceException {
    boolean[] seen = new boolean[3];
    for (byte[] bytes : GoldenCorpus.SYNTHETIC_DERIVED.ledgers().subList(0, 300)) {
      LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(bytes, 0, bytes.length);
      seen[meta.v()] = true;
      long sequence = LedgerCloseMetas.header(meta).header().ledgerSeq();
      new OrderCheck(sequence).accept(LedgerBytes.of(sequence, withOwnHash(bytes), "corpus"));
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void aGapARepetitionAndAWrongStartAreNamed() throws SourceException {
    OrderCheck repeated = new OrderCheck(7);
    repeated.accept(LedgerBytes.of(7, firstLedger, "a"));
    assertThat(failure(repeated, firstLedger))
        .isEqualTo("origin: ledger 7: found where ledger 8 was expected");
    assertThat(failure(new OrderCheck(6), firstLedger))
        .isEqualTo("origin: ledger 7: found where ledger 6 was expected");
    check.accept(LedgerBytes.of(7, firstLedger, "a"));
    assertThat(failure(check, ledger(1, 9, hash)))
        .isEqualTo("origin: ledger 9: found where ledger 8 was expected");
  }

  @Test
  void aBrokenChainNamesBothHashes() throws SourceException {
    check.accept(LedgerBytes.of(7, firstLedger, "a"));
    Arrays.fill(hash, (byte) 0xAB);
    assertThat(failure(check, ledger(1, 8, hash)))
        .isEqualTo(
            "origin: ledger 8: names "
                + "ab".repeat(32)
                + " as its previous hash, but ledger 7 has "
                + header(firstLedger).hash().hex());
  }

  @Test
  void aHeaderThatIsNotTheHashedOneNamesBothHashes() {
    String stated = header(firstLedger).hash().hex();
    firstLedger[header(firstLedger).header().scpValue().txSetHash().offset()] ^= 1;
    String actual = HexFormat.of().formatHex(sha256(header(firstLedger).header().copy()));
    assertThat(failure(check, firstLedger))
        .isEqualTo(
            "origin: ledger 7 states the hash "
                + stated
                + ", but SHA-256 of its header is "
                + actual);
  }

  @Test
  void bytesThatAreNoLedgerAreCorrupt() {
    assertThat(failure(check, Arrays.copyOf(firstLedger, firstLedger.length - 4)))
        .startsWith("origin: ledger 7: TRUNCATED at byte ");
    assertThat(failure(check, Arrays.copyOf(firstLedger, firstLedger.length + 4)))
        .startsWith("origin: ledger 7: TRAILING_BYTES at byte " + firstLedger.length);
  }

  private static String failure(OrderCheck check, byte[] ledger) {
    SourceException failure =
        catchThrowableOfType(
            SourceException.class, () -> check.accept(LedgerBytes.of(0, ledger, "origin")));
    assertThat(failure.kind()).isEqualTo(SourceException.Kind.CORRUPT);
    return failure.getMessage();
  }

  private static byte[] ledger(int index, int sequence, byte[] previousHash) {
    byte[] bytes = GoldenCorpus.SYNTHETIC_DERIVED.ledgers().get(index).clone();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    // ledgerSeq follows bucketListHash in the header.
    buffer.putInt(header(bytes).header().bucketListHash().end(), sequence);
    buffer.put(header(bytes).header().previousLedgerHash().offset(), previousHash);
    return withOwnHash(bytes);
  }

  /** The synthetic corpora state random hashes. */
  private static byte[] withOwnHash(byte[] ledger) {
    byte[] bytes = ledger.clone();
    byte[] hash = sha256(header(bytes).header().copy());
    ByteBuffer.wrap(bytes).put(header(bytes).hash().offset(), hash);
    return bytes;
  }

  private static byte[] sha256(byte[] bytes) {
    return Sha256.newDigest().digest(bytes);
  }

  private static LedgerHeaderHistoryEntryView header(byte[] bytes) {
    return LedgerCloseMetas.header(LedgerCloseMetaView.parseExactly(bytes, 0, bytes.length));
  }
}
