package io.ttpprocessor.datalake;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Decompresses zstd (RFC 8878): any number of frames, each with a content checksum, into no more
 * bytes than allowed. A frame's own statement of its size is not relied on. Thread-safe; what zstd
 * works with is native memory, and is kept for the next object until this is closed.
 */
final class BoundedZstd implements AutoCloseable {
  /** Largest window that is decoded: 64 MiB, more than any level below "ultra" uses. */
  private static final int MAX_WINDOW_LOG = 26;

  /** Large enough for speed; what is read into it is thrown away. */
  private static final int LOCATING_BYTES = 64 << 10;

  /** From so many bytes on a frame is measured before memory is set aside for what it becomes. */
  private static final int MEASURED_FROM = 16 << 20;

  private static final int MAGIC = 0xFD2FB528;
  private static final int DESCRIPTOR_AT = 4;
  private static final int CHECKSUM_FLAG = 0x04;

  private final boolean allowUnchecked;
  private volatile boolean closed;
  private final Queue<ZstdDecompressCtx> idle = new ConcurrentLinkedQueue<>();

  /**
   * A decompressor.
   *
   * @param allowUnchecked whether frames without a content checksum are read
   */
  BoundedZstd(boolean allowUnchecked) {
    this.allowUnchecked = allowUnchecked;
  }

  /**
   * Writes the content of all frames, one after the other, to {@code output}.
   *
   * @return whether it is one frame with a checksum, and so is as it was written: several may be
   *     cut where one of them ends, and be whole each
   * @throws DecompressionException when a frame is damaged, cut short, unchecked or too large, or
   *     when bytes follow the last frame
   */
  boolean decompress(byte[] compressed, BoundedOutput output)
      throws DecompressionException, BudgetExceededException {
    if (compressed.length == 0) {
      throw new DecompressionException(0, "the object is empty");
    }
    int offset = 0;
    while (offset < compressed.length) {
      int size = frameSize(compressed, offset);
      decompressFrame(compressed, offset, size, output);
      if (size == compressed.length) {
        return hasChecksum(compressed, 0);
      }
      offset += size;
    }
    return false;
  }

  private static boolean hasChecksum(byte[] compressed, int offset) {
    return (compressed[offset + DESCRIPTOR_AT] & CHECKSUM_FLAG) != 0;
  }

  private int frameSize(byte[] compressed, int offset) throws DecompressionException {
    int remaining = compressed.length - offset;
    if (remaining < DESCRIPTOR_AT + 1 || littleEndianInt(compressed, offset) != MAGIC) {
      throw new DecompressionException(offset, "no zstd frame starts here");
    }
    if (!allowUnchecked && !hasChecksum(compressed, offset)) {
      throw new DecompressionException(
          offset,
          "the zstd frame has no content checksum, so damage could go unnoticed;"
              + " ALLOW_UNCHECKED_OBJECTS=true accepts it");
    }
    try {
      long size = Zstd.findFrameCompressedSize(compressed, offset, remaining);
      if (size > 0 && size <= remaining) {
        return (int) size;
      }
      throw cutShort(offset, remaining, "its size is " + size);
    } catch (ZstdException e) {
      throw cutShort(offset, remaining, e.getMessage());
    }
  }

  private static DecompressionException cutShort(int offset, int remaining, String reason) {
    return new DecompressionException(
        offset,
        "the zstd frame, with "
            + remaining
            + " bytes from its start, is damaged or cut short: "
            + reason);
  }

  /** In one piece: what it becomes is its own window, and nothing is copied from another. */
  private void decompressFrame(byte[] compressed, int offset, int size, BoundedOutput output)
      throws DecompressionException, BudgetExceededException {
    ZstdFrame frame = new ZstdFrame(compressed, offset, size);
    if (frame.windowLog() > MAX_WINDOW_LOG) {
      throw new DecompressionException(
          offset,
          String.format(
              "the zstd frame has a window of 2^%d bytes, more than the 2^%d allowed",
              frame.windowLog(), MAX_WINDOW_LOG));
    }
    long most = frame.mostContent();
    if (Math.min(most, output.expected() - output.size()) > MEASURED_FROM) {
      // Its blocks' bound may be many times what comes: to read it twice is cheaper than that.
      most = measure(compressed, offset, size, output);
    }
    // The bound may be twice what comes; what such objects became lately is nearer the truth.
    output.reserve(Math.min(most, output.expected() - output.size()));
    int count = decompress(compressed, offset, size, output);
    if (count < 0 && output.room() < most) {
      output.reserve(most > MEASURED_FROM ? measure(compressed, offset, size, output) : most);
      count = decompress(compressed, offset, size, output);
    }
    if (count < 0) {
      throw tooLarge(offset, output);
    }
    output.advance(count);
  }

  private static DecompressionException tooLarge(int offset, BoundedOutput output) {
    return new DecompressionException(
        offset,
        String.format(
            "the zstd frame decompresses to more than the %d bytes allowed", output.limit()));
  }

  /** How many bytes a frame becomes; no more are kept than are looked at. */
  private static long measure(byte[] compressed, int offset, int size, BoundedOutput output)
      throws DecompressionException {
    ByteArrayInputStream input = new ByteArrayInputStream(compressed, offset, size);
    byte[] content = new byte[LOCATING_BYTES];
    long measured = 0;
    try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(input)) {
      zstd.setLongMax(MAX_WINDOW_LOG);
      for (int count = zstd.read(content); count >= 0; count = zstd.read(content)) {
        measured += count;
        if (measured > output.limit() - output.size()) {
          throw tooLarge(offset, output);
        }
      }
      return measured;
    } catch (IOException | ZstdException e) {
      throw new DecompressionException(
          offset + size - (long) input.available(), "zstd: " + e.getMessage());
    }
  }

  /** What the frame became; negative when there is no room for it. */
  private int decompress(byte[] compressed, int offset, int size, BoundedOutput output)
      throws DecompressionException {
    ZstdDecompressCtx known = idle.poll();
    ZstdDecompressCtx zstd = known == null ? new ZstdDecompressCtx() : known;
    try {
      return zstd.decompressByteArray(
          output.bytes(), output.size(), output.room(), compressed, offset, size);
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw new DecompressionException(
          damagedAt(compressed, offset, size), "zstd: " + e.getMessage());
    } finally {
      idle.add(zstd);
      if (closed) {
        close();
      }
    }
  }

  /** Frees what is not in use, and what still is after that. */
  @Override
  public void close() {
    closed = true;
    for (ZstdDecompressCtx zstd = idle.poll(); zstd != null; zstd = idle.poll()) {
      zstd.close();
    }
  }

  /** About where a frame is damaged, found by reading it once more, bit by bit. */
  private static long damagedAt(byte[] compressed, int offset, int size) {
    ByteArrayInputStream input = new ByteArrayInputStream(compressed, offset, size);
    byte[] content = new byte[LOCATING_BYTES];
    try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(input)) {
      zstd.setLongMax(MAX_WINDOW_LOG);
      int count = 0;
      while (count >= 0) {
        count = zstd.read(content);
      }
    } catch (IOException | ZstdException e) {
      return offset + size - (long) input.available();
    }
    return offset;
  }

  private static int littleEndianInt(byte[] bytes, int offset) {
    return (bytes[offset] & 0xFF)
        | (bytes[offset + 1] & 0xFF) << 8
        | (bytes[offset + 2] & 0xFF) << 16
        | (bytes[offset + 3] & 0xFF) << 24;
  }
}
