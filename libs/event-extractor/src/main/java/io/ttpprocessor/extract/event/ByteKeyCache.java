package io.ttpprocessor.extract.event;

import io.ttpprocessor.xdr.runtime.Xdr;
import java.util.Arrays;

/**
 * Values by keys that lie somewhere in an array of bytes; finding one copies nothing.
 *
 * <p>Memory is bounded: each key has two places, and a new key takes the place of the older of the
 * two. So keys that somebody has chosen to collide cost time to make their values again, and no
 * more.
 *
 * @param <V> type of the values
 */
final class ByteKeyCache<V> {
  private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

  private static final class Entry<V> {
    private final long hash;
    private final byte[] key;
    private final V value;

    private Entry(long hash, byte[] key, V value) {
      this.hash = hash;
      this.key = key;
      this.value = value;
    }

    private boolean matches(long otherHash, byte[] bytes, int offset, int length) {
      return hash == otherHash && Arrays.equals(key, 0, key.length, bytes, offset, offset + length);
    }
  }

  private final Entry<V>[] entries;
  private final int shift;

  /** A cache of at most two to the power of {@code bits} values. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  ByteKeyCache(int bits) {
    this.entries = new Entry[1 << bits];
    this.shift = Long.SIZE - bits;
  }

  /** The value of the key of {@code length} bytes at the offset, or null when it is not here. */
  V get(byte[] bytes, int offset, int length) {
    long hash = hash(bytes, offset, length);
    int place = (int) (hash >>> shift);
    Entry<V> newer = entries[place];
    if (newer != null && newer.matches(hash, bytes, offset, length)) {
      return newer.value;
    }
    Entry<V> older = entries[place ^ 1];
    if (older != null && older.matches(hash, bytes, offset, length)) {
      return older.value;
    }
    return null;
  }

  /** Keeps the value of the key of {@code length} bytes at the offset; the key is copied. */
  void put(byte[] bytes, int offset, int length, V value) {
    long hash = hash(bytes, offset, length);
    int place = (int) (hash >>> shift);
    if (entries[place] != null) {
      entries[place ^ 1] = entries[place];
    }
    entries[place] = new Entry<>(hash, Arrays.copyOfRange(bytes, offset, offset + length), value);
  }

  private static long hash(byte[] bytes, int offset, int length) {
    long hash = length;
    int end = offset + length;
    int position = offset;
    for (; position + Long.BYTES <= end; position += Long.BYTES) {
      hash = (hash ^ Xdr.int64(bytes, position)) * GOLDEN_RATIO;
      hash ^= hash >>> Integer.SIZE;
    }
    for (; position < end; position++) {
      hash = (hash ^ bytes[position]) * GOLDEN_RATIO;
    }
    return hash * GOLDEN_RATIO;
  }
}
