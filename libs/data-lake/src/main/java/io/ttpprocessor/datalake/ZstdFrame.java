package io.ttpprocessor.datalake;

/**
 * What the header and the block headers of a zstd frame say (RFC 8878, section 3.1.1). Nothing of
 * it is relied on but to set memory aside; decompression finds out what is true.
 */
final class ZstdFrame {
  private static final int MAGIC = 4;
  private static final int BLOCK_HEADER = 3;
  private static final int LARGEST_BLOCK = 128 << 10;
  private static final int RAW = 0;
  private static final int RUN = 1;
  private static final int SMALLEST_WINDOW_LOG = 10;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};

  private final byte[] bytes;
  private final int offset;
  private final int end;
  private final int descriptor;

  /** The frame that starts at {@code offset} and has {@code size} bytes, as zstd measured it. */
  ZstdFrame(byte[] bytes, int offset, int size) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = offset + size;
    this.descriptor = bytes[offset + MAGIC] & 0xFF;
  }

  /** The binary logarithm of the window, rounded down; 0 where the content is its own window. */
  int windowLog() {
    return hasWindow() ? SMALLEST_WINDOW_LOG + (unsigned(offset + MAGIC + 1) >> 3) : 0;
  }

  /** Most bytes that the frame can become: each block states its own, or is bounded. */
  long mostContent() {
    long most = 0;
    int at = offset + headerBytes();
    boolean last = false;
    while (!last && at + BLOCK_HEADER <= end) {
      int header = unsigned(at) | unsigned(at + 1) << 8 | unsigned(at + 2) << 16;
      last = (header & 1) == 1;
      int type = header >> 1 & 3;
      int size = header >> 3;
      most += type == RAW || type == RUN ? size : LARGEST_BLOCK;
      at += BLOCK_HEADER + (type == RUN ? 1 : size);
    }
    return most;
  }

  private boolean hasWindow() {
    return (descriptor >> 5 & 1) == 0;
  }

  private int headerBytes() {
    int sizeFlag = descriptor >> 6;
    int contentSize = sizeFlag == 0 ? (hasWindow() ? 0 : 1) : 1 << sizeFlag;
    return MAGIC + 1 + (hasWindow() ? 1 : 0) + DICTIONARY_ID_BYTES[descriptor & 3] + contentSize;
  }

  private int unsigned(int at) {
    return at < end ? bytes[at] & 0xFF : 0;
  }
}
