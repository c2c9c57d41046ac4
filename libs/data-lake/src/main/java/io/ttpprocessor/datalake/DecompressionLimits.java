package io.ttpprocessor.datalake;

/**
 * What decompression may cost, whatever an object claims.
 *
 * @param maxBytes most bytes that one object may become
 * @param allowUnchecked whether zstd frames without a content checksum are read: a flipped bit in
 *     one goes unnoticed most of the time
 */
record DecompressionLimits(long maxBytes, boolean allowUnchecked) {
  /** Most that one byte may become: ledgers shrink by a factor below 100, zeros by 30,000. */
  static final long MAX_RATIO = 1_000;

  /** Ratio is no concern up to this many bytes. */
  private static final long RATIO_FREE_BYTES = 16L << 20;

  /** Most bytes that an object of {@code compressedBytes} may become. */
  int maxBytesOf(int compressedBytes) {
    long byRatio = Math.max(RATIO_FREE_BYTES, MAX_RATIO * compressedBytes);
    return (int) Math.min(Math.min(maxBytes, byRatio), Integer.MAX_VALUE - 8);
  }
}
