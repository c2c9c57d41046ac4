package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.ledger.StrKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ids of claimable balances whose addresses, as text, are all alike to the polynomial in 31 that
 * hashes arrays and strings.
 *
 * <p>Adding 1 to a character and taking 31 from the next one leaves the polynomial as it is. With
 * characters that are Q, R, 2 or 3, this can be done at each place by itself; their values in base
 * 32 are such that it comes to an exclusive or. So does the checksum (CRC-16) at the address's end,
 * and those choices of places that leave it alone are found by elimination.
 */
final class CollidingAddresses {
  private static final int PLACES = 49;
  private static final int CHARACTER_BITS = 5;
  private static final int CHECKSUM_BITS = 16;

  /** Base 32 of Q. */
  private static final int BASE = 16;

  /** What adding 1 makes of Q and 2, and what taking 31 makes of Q and R. */
  private static final int ONE_MORE = 1;

  private static final int THIRTY_ONE_LESS = 10;

  private final List<BigInteger> choices = choicesOfOneChecksum();

  /** The id, 32 bytes, of an index below two to the power of 16. */
  byte[] id(int index) {
    BigInteger places = BigInteger.ZERO;
    for (int bit = 0; bit < CHECKSUM_BITS; bit++) {
      if ((index >> bit & 1) != 0) {
        places = places.xor(choices.get(bit));
      }
    }
    return idOf(places);
  }

  /** Independent choices of places, each of which leaves the checksum as it is. */
  private static List<BigInteger> choicesOfOneChecksum() {
    List<BigInteger> found = new ArrayList<>();
    BigInteger[] pivots = new BigInteger[CHECKSUM_BITS];
    int[] checksums = new int[CHECKSUM_BITS];
    int base = checksum(BigInteger.ZERO);
    for (int place = 0; place < PLACES; place++) {
      BigInteger choice = BigInteger.ONE.shiftLeft(place);
      int rest = checksum(choice) ^ base;
      for (int bit = 0; bit < CHECKSUM_BITS && rest != 0; bit++) {
        if ((rest >> bit & 1) == 0) {
          continue;
        }
        if (pivots[bit] == null) {
          pivots[bit] = choice;
          checksums[bit] = rest;
          choice = null;
          break;
        }
        choice = choice.xor(pivots[bit]);
        rest ^= checksums[bit];
      }
      if (choice != null) {
        found.add(choice);
      }
    }
    return found;
  }

  /**
   * The characters of an address's id that are wholly its own, 50 of them, and zero bits around.
   */
  private static byte[] idOf(BigInteger places) {
    BigInteger bits = BigInteger.ZERO;
    for (int place = 0; place <= PLACES; place++) {
      int value = BASE;
      value ^= place < PLACES && places.testBit(place) ? ONE_MORE : 0;
      value ^= place > 0 && places.testBit(place - 1) ? THIRTY_ONE_LESS : 0;
      bits = bits.shiftLeft(CHARACTER_BITS).or(BigInteger.valueOf(value));
    }
    byte[] number = bits.shiftLeft(2).toByteArray();
    byte[] id = new byte[32];
    System.arraycopy(number, 0, id, id.length - number.length, number.length);
    return id;
  }

  /** The last characters of the address, in which the checksum lies. */
  private static int checksum(BigInteger places) {
    String address = StrKey.encodeClaimableBalance(idOf(places), 0);
    int checksum = 0;
    for (char character : address.substring(address.length() - 4).toCharArray()) {
      int value = character >= 'A' ? character - 'A' : character - '2' + 26;
      checksum = checksum << CHARACTER_BITS | value;
    }
    // 58 characters are 2 bits more than 36 bytes.
    return checksum >> 2 & 0xffff;
  }

  /** The hash code that all the addresses have. */
  static int hashCode(byte[] id) {
    return Arrays.hashCode(
        StrKey.encodeClaimableBalance(id, 0).getBytes(StandardCharsets.US_ASCII));
  }
}
