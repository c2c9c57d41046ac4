package io.ttpprocessor.datalake;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952): any number of members, each with its CRC and length checked, into
 * no more bytes than allowed. The JDK's own stream ignores what follows the last member.
 */
final class BoundedGzip {
  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 0x02;
  private static final int EXTRA = 0x04;
  private static final int NAME = 0x08;
  private static final int COMMENT = 0x10;
  private static final int RESERVED = 0xE0;

  private final byte[] compressed;
  private final BoundedOutput output;
  private int offset;

  private BoundedGzip(byte[] compressed, BoundedOutput output) {
    this.compressed = compressed;
    this.output = output;
  }

  /**
   * Writes the content of all members, one after the other, to {@code output}.
   *
   * @throws DecompressionException when a member is damaged, cut short or too large, or when bytes
   *     follow the last one
   */
  static void decompress(byte[] compressed, BoundedOutput output)
      throws DecompressionException, BudgetExceededException {
    BoundedGzip gzip = new BoundedGzip(compressed, output);
    do {
      gzip.readMember();
    } while (gzip.offset < compressed.length);
  }

  private void readMember() throws DecompressionException, BudgetExceededException {
    readHeader();
    int start = output.size();
    Inflater inflater = new Inflater(true);
    try {
      inflate(inflater);
    } catch (DataFormatException e) {
      throw new DecompressionException(offset + inflater.getBytesRead(), "gzip: " + e.getMessage());
    } finally {
      inflater.end();
    }
    CRC32 crc = new CRC32();
    crc.update(output.bytes(), start, output.size() - start);
    need(TRAILER);
    if (littleEndianInt(offset) != (int) crc.getValue()) {
      throw new DecompressionException(offset, "gzip: the content does not match its CRC");
    }
    if (littleEndianInt(offset + 4) != output.size() - start) {
      throw new DecompressionException(offset + 4L, "gzip: the content has not the stated length");
    }
    offset += TRAILER;
  }

  private void inflate(Inflater inflater)
      throws DataFormatException, DecompressionException, BudgetExceededException {
    inflater.setInput(compressed, offset, compressed.length - offset);
    while (!inflater.finished()) {
      if (!output.grow()) {
        throw new DecompressionException(
            offset, "gzip: it decompresses to more than the " + output.size() + " bytes allowed");
      }
      int count = inflater.inflate(output.bytes(), output.size(), output.room());
      output.advance(count);
      if (count == 0 && !inflater.finished()) {
        throw new DecompressionException(compressed.length, "gzip: the object is cut short");
      }
    }
    offset = compressed.length - inflater.getRemaining();
  }

  private void readHeader() throws DecompressionException {
    need(FIXED_HEADER);
    int flags = compressed[offset + 3] & 0xFF;
    boolean gzip = (compressed[offset] & 0xFF) == 0x1F && (compressed[offset + 1] & 0xFF) == 0x8B;
    if (!gzip || compressed[offset + 2] != DEFLATE || (flags & RESERVED) != 0) {
      throw new DecompressionException(offset, "no gzip member starts here");
    }
    offset += FIXED_HEADER;
    if ((flags & EXTRA) != 0) {
      need(2);
      int length = littleEndianInt16(offset);
      need(2 + length);
      offset += 2 + length;
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      need(2);
      offset += 2;
    }
  }

  private void skipText() throws DecompressionException {
    need(1);
    while (compressed[offset] != 0) {
      offset++;
      need(1);
    }
    offset++;
  }

  private void need(int count) throws DecompressionException {
    if (compressed.length - offset < count) {
      throw new DecompressionException(compressed.length, "gzip: the object is cut short");
    }
  }

  private int littleEndianInt16(int at) {
    return (compressed[at] & 0xFF) | (compressed[at + 1] & 0xFF) << 8;
  }

  private int littleEndianInt(int at) {
    return littleEndianInt16(at) | littleEndianInt16(at + 2) << 16;
  }
}
