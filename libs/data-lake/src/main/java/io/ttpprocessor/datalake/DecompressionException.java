package io.ttpprocessor.datalake;

/** An object cannot be decompressed. The message tells the offset, in compressed bytes. */
final class DecompressionException extends Exception {
  private static final long serialVersionUID = 1L;

  DecompressionException(long offset, String problem) {
    super("compressed offset " + offset + ": " + problem);
  }
}
