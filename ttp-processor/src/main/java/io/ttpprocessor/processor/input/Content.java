package io.ttpprocessor.processor.input;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file's uncompressed content as a stream that counts its bytes and turns what goes wrong into
 * errors that name file and offset. Not thread-safe.
 */
final class Content implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};

  private final String file;
  private final InputStream in;
  private long offset;

  private Content(String file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** The content of {@code raw}, unpacked if it begins as zstd or gzip does. */
  static Content of(String file, InputStream raw) throws IOException {
    InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    byte[] magic = peek(buffered, ZSTD_MAGIC.length);
    if (Arrays.equals(magic, ZSTD_MAGIC)) {
      return new Content(
          file, new BufferedInputStream(new ZstdInputStream(buffered), BUFFER_BYTES));
    }
    if (Arrays.equals(Arrays.copyOf(magic, GZIP_MAGIC.length), GZIP_MAGIC)) {
      return new Content(
          file, new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES));
    }
    return new Content(file, buffered);
  }

  String file() {
    return file;
  }

  /** Bytes read so far. */
  long offset() {
    return offset;
  }

  /** Up to {@code count} bytes that lie ahead, without reading them; fewer at the end. */
  byte[] peek(int count) throws LedgerFileException {
    try {
      return peek(in, count);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The next byte, or -1 at the end. */
  int read() throws LedgerFileException {
    try {
      int next = in.read();
      if (next >= 0) {
        offset++;
      }
      return next;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The next {@code count} bytes. */
  byte[] readExactly(int count, String what) throws LedgerFileException {
    byte[] bytes = readUpTo(count);
    if (bytes.length < count) {
      throw failure(String.format("%s of %d bytes ends after %d", what, count, bytes.length), null);
    }
    return bytes;
  }

  /** The next 32 bits in big-endian order. */
  int readInt(String what) throws LedgerFileException {
    return ByteBuffer.wrap(readExactly(Integer.BYTES, what)).getInt();
  }

  /** All bytes up to the end, of which there may be {@code most}. */
  byte[] readAll(int most) throws LedgerFileException {
    byte[] bytes = readUpTo(most);
    if (bytes.length == most && peek(1).length > 0) {
      throw failure("more than " + most + " bytes in one object", null);
    }
    return bytes;
  }

  /**
   * The bytes up to the next line feed, which is read and left out, or to the end; null at the end.
   */
  byte[] readLine(int most) throws LedgerFileException {
    int next = read();
    if (next < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER_BYTES);
    while (next >= 0 && next != '\n') {
      if (line.size() == most) {
        throw failure("a line of more than " + most + " bytes", null);
      }
      line.write(next);
      next = read();
    }
    return line.toByteArray();
  }

  /** An error at the place that has been reached. */
  LedgerFileException failure(String detail, Throwable cause) {
    return failureAt(offset, detail, cause);
  }

  /** An error at a place passed before. */
  LedgerFileException failureAt(long place, String detail, Throwable cause) {
    return new LedgerFileException(file, place, detail, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private byte[] readUpTo(int count) throws LedgerFileException {
    try {
      byte[] bytes = in.readNBytes(count);
      offset += bytes.length;
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private LedgerFileException unreadable(IOException e) {
    boolean packed =
        e instanceof ZstdIOException || e instanceof ZipException || e instanceof EOFException;
    return failure((packed ? "cannot be unpacked: " : "cannot be read: ") + e.getMessage(), e);
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] ahead = in.readNBytes(count);
    in.reset();
    return ahead;
  }
}
