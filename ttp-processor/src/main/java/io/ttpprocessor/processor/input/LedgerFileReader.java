package io.ttpprocessor.processor.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the ledgers of one file in the file's order. The file may be compressed (zstd or gzip, also
 * of several frames) and is one of:
 *
 * <ul>
 *   <li>a stream of frames as stellar-core writes its metadata: a 4-byte big-endian length with the
 *       high bit set (RFC 5531 record marking), then that many bytes of LedgerCloseMeta;
 *   <li>a lake object: one LedgerCloseMetaBatch (SEP-54);
 *   <li>one LedgerCloseMeta;
 *   <li>lines of base64, one LedgerCloseMeta each; blank lines are passed over.
 * </ul>
 *
 * <p>Frames and lines are read as they are asked for, one in memory at a time; an object is held as
 * a whole. Whether a ledger's XDR is sound is left to whoever extracts it, except in a batch, where
 * it tells where the next ledger begins. After an error there is no going on. Not thread-safe.
 */
public final class LedgerFileReader implements Closeable {
  /** Largest ledger accepted, in bytes; some 200 times a full one of today. */
  public static final int MAXIMUM_LEDGER_BYTES = 256 << 20;

  /** Largest uncompressed lake object accepted, in bytes. */
  public static final int MAXIMUM_OBJECT_BYTES = 1 << 30;

  /** The name that stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  /** What a file ought to be, for messages about one that is not. */
  static final String EXPECTED =
      "expected a stream of frames (each a 4-byte length with the high bit set, then a"
          + " LedgerCloseMeta), a lake object (LedgerCloseMetaBatch), one LedgerCloseMeta, or lines"
          + " of base64; plain, zstd or gzip";

  private static final int DETECTION_BYTES = 64;
  private static final int SMALLEST_DETECTABLE_BYTES = 16;
  private static final int MAXIMUM_META_VERSION = 2;

  /** A frame's ledger may be of a version to come: then it is the ledger that cannot be read. */
  private static final int LARGEST_VERSION_OF_FRAMES = 255;

  private final Content content;
  private final LedgerForm form;

  private LedgerFileReader(Content content, LedgerForm form) {
    this.content = content;
    this.form = form;
  }

  /**
   * Opens a file, or standard input for {@value #STANDARD_INPUT}.
   *
   * @throws LedgerFileException when its content is none of the known forms
   * @throws IOException when it cannot be opened
   */
  public static LedgerFileReader open(String file) throws IOException {
    return STANDARD_INPUT.equals(file)
        ? of("standard input", System.in)
        : of(file, Files.newInputStream(Path.of(file)));
  }

  /** Reads from a stream, which it closes; {@code name} is for messages. */
  public static LedgerFileReader of(String name, InputStream in) throws IOException {
    try {
      Content content = Content.of(name, in);
      return new LedgerFileReader(content, detect(content));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The next ledger, or null after the last. */
  public FileLedger next() throws LedgerFileException {
    return form.next(content);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static LedgerForm detect(Content content) throws LedgerFileException {
    byte[] start = content.peek(DETECTION_BYTES);
    if (start.length == 0) {
      throw content.failure("the file is empty; " + EXPECTED, null);
    }
    if (start[0] < 0) {
      requireLedger(content, start);
      return new FrameForm();
    }
    if (isBase64(start)) {
      return new Base64Form();
    }
    if (start.length < SMALLEST_DETECTABLE_BYTES) {
      throw content.failure("holds no ledger, only " + start.length + " bytes; " + EXPECTED, null);
    }
    ByteBuffer words = ByteBuffer.wrap(start);
    if (isBatch(words)) {
      return new BatchForm();
    }
    int version = words.getInt(0);
    if (version < 0 || version > MAXIMUM_META_VERSION) {
      throw content.failure(
          "holds no ledgers, begins with the word "
              + Integer.toUnsignedString(version)
              + "; "
              + EXPECTED,
          null);
    }
    return new SingleForm();
  }

  /** Any bytes may begin as a frame does; but in a frame, a version follows. */
  private static void requireLedger(Content content, byte[] start) throws LedgerFileException {
    if (start.length < 2 * Integer.BYTES) {
      return; // a frame that is cut off, which whoever reads it will tell
    }
    int version = ByteBuffer.wrap(start).getInt(Integer.BYTES);
    if (version < 0 || version > LARGEST_VERSION_OF_FRAMES) {
      throw content.failure(
          String.format(
              "holds no ledgers, begins with the words 0x%08x and 0x%08x; %s",
              ByteBuffer.wrap(start).getInt(), version, EXPECTED),
          null);
    }
  }

  /**
   * A batch begins with its first and last sequence and the count that follows from them. No
   * LedgerCloseMeta passes for one: where the last two would be, it has a part of a hash.
   */
  private static boolean isBatch(ByteBuffer words) {
    long first = Integer.toUnsignedLong(words.getInt(0));
    long last = Integer.toUnsignedLong(words.getInt(4));
    long count = Integer.toUnsignedLong(words.getInt(8));
    return last >= first && count == last - first + 1;
  }

  private static boolean isBase64(byte[] start) {
    for (byte character : start) {
      boolean digit =
          character >= 'A' && character <= 'Z'
              || character >= 'a' && character <= 'z'
              || character >= '0' && character <= '9'
              || character == '+'
              || character == '/'
              || character == '=';
      if (!digit && character != '\n' && character != '\r' && character != ' ') {
        return false;
      }
    }
    return true;
  }
}
