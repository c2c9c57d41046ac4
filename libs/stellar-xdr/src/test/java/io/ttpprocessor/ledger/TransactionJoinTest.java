package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.xdr.TransactionResultMetaView;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The join of results whose hashes were chosen to crowd in one place of its table. Until a table is
 * half full, each key passes by half a taken slot on the average if the slots are as good as drawn
 * by lot (Knuth, volume 3, section 6.4), and by four thousand if all keys have one code.
 */
@Timeout(60)
class TransactionJoinTest {
  private static final int COUNT = 8191;
  private static final int HASH_SIZE = 32;
  private static final int MOST_PER_RESULT = 2;

  /** Which hash the result with an index has. */
  @FunctionalInterface
  private interface Choice {
    void write(int index, ByteBuffer hash);
  }

  record Hashes(String name, Choice choice) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hashes> chosen() {
    return Stream.of(
        new Hashes("only the first word varies", (i, hash) -> hash.putLong(0, i)),
        new Hashes("only the second word varies", (i, hash) -> hash.putLong(8, i)),
        new Hashes("only the third word varies", (i, hash) -> hash.putLong(16, i)),
        new Hashes("only the last word varies", (i, hash) -> hash.putLong(24, i)),
        new Hashes("only upper bits vary", (i, hash) -> hash.putInt(0, i << 19)),
        new Hashes("only upper bits of the last word vary", (i, hash) -> hash.putInt(24, i << 19)),
        new Hashes("two words vary alike", (i, hash) -> hash.putLong(0, i).putLong(8, i)),
        new Hashes("halves vary alike", (i, hash) -> hash.putLong(0, i).putLong(16, i)),
        new Hashes("words cancel out", (i, hash) -> hash.putLong(8, i).putLong(24, -i)),
        new Hashes("one code of Arrays.hashCode", TransactionJoinTest::writeOfOneHashCode));
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void chosenHashesDoNotCrowd(Hashes hashes) {
    TransactionProcessing[] results = new TransactionProcessing[COUNT];
    for (int i = 0; i < COUNT; i++) {
      ByteBuffer hash = ByteBuffer.allocate(HASH_SIZE);
      hashes.choice.write(i, hash);
      results[i] = result(hash.array());
    }

    TransactionJoin join =
        new TransactionJoin(1, new byte[0], results, new TransactionHasher(LedgerFixture.NETWORK));

    assertThat(join.crowding()).isLessThan((long) MOST_PER_RESULT * COUNT);
  }

  /** Of each pair of bytes, (0, 31) and (1, 0) add the same to a polynomial in 31. */
  private static void writeOfOneHashCode(int index, ByteBuffer hash) {
    for (int pair = 0; pair < HASH_SIZE / 2; pair++) {
      boolean bit = (index >> pair & 1) != 0;
      hash.put((byte) (bit ? 1 : 0)).put((byte) (bit ? 0 : 31));
    }
  }

  /** Of a transaction that was refused, with the hash and nothing else. */
  private static TransactionProcessing result(byte[] hash) {
    byte[] xdr =
        new XdrWriter()
            .fixed(hash)
            .int64(100)
            .int32(LedgerFixture.TX_BAD_SEQ)
            .filled(4 * Integer.BYTES, 0) // no extension, no fee changes, empty metadata
            .bytes();
    LedgerPlaces places = new LedgerPlaces(xdr.length);
    TransactionResultMetaView.parseExactly(xdr, 0, xdr.length, places);
    return TransactionProcessing.original(xdr, places, 0);
  }
}
