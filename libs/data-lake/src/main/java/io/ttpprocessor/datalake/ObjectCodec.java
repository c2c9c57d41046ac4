package io.ttpprocessor.datalake;

import java.util.Arrays;
import java.util.Optional;

/** How a batch is compressed, as its key's suffix tells. */
public enum ObjectCodec {
  /** SEP-54's own. */
  ZST(".xdr.zst"),
  /** What older lakes call the same. */
  ZSTD(".xdr.zstd"),
  /** RFC 1952. */
  GZIP(".xdr.gz");

  private final String suffix;

  ObjectCodec(String suffix) {
    this.suffix = suffix;
  }

  /** The key's end, from the dot on. */
  public String suffix() {
    return suffix;
  }

  /** The codec of a key by its suffix. */
  static Optional<ObjectCodec> ofKey(String key) {
    return Arrays.stream(values()).filter(codec -> key.endsWith(codec.suffix)).findFirst();
  }

  /**
   * Decompresses an object into {@code output}.
   *
   * @param zstd what reads the objects that are compressed so
   * @return whether one checksum of all its content vouches that it is as it was written; never of
   *     gzip, which may be of several members
   * @throws DecompressionException when it is damaged, or larger than the output may become
   * @throws BudgetExceededException when the output has no room to grow
   */
  boolean decompress(byte[] compressed, BoundedZstd zstd, BoundedOutput output)
      throws DecompressionException, BudgetExceededException {
    if (this == GZIP) {
      BoundedGzip.decompress(compressed, output);
      return false;
    }
    return zstd.decompress(compressed, output);
  }
}
