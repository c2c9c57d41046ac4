package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Copies of a ledger, each with one bit changed, at places all over it. */
public final class ChangedLedgers {
  private static final int CHANGES_OF_EACH = 6;

  private ChangedLedgers() {}

  /** The copies; of ledgers of different sizes, different bits of different bytes of a word. */
  static List<byte[]> of(byte[] ledger) {
    return IntStream.range(0, CHANGES_OF_EACH)
        .map(i -> (int) ((2L * i + 1) * ledger.length / (2 * CHANGES_OF_EACH)))
        .mapToObj(at -> changed(ledger, at))
        .toList();
  }

  /** Those of them that are still a LedgerCloseMeta, with their hashes made to fit again. */
  public static List<byte[]> withTheirHashes(byte[] ledger, Network network) {
    return of(ledger).stream().flatMap(changed -> restored(changed, network)).toList();
  }

  private static Stream<byte[]> restored(byte[] changed, Network network) {
    try {
      NetworkHashes.restore(changed, network);
      return Stream.of(changed);
    } catch (XdrException e) {
      return Stream.empty();
    }
  }

  private static byte[] changed(byte[] ledger, int at) {
    byte[] changed = ledger.clone();
    changed[at] ^= (byte) (1 << at % Byte.SIZE);
    return changed;
  }
}
