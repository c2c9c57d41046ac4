package io.ttpprocessor.datalake.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the body of an answer into memory, whole or not at all. */
final class ObjectBody {
  private static final int FIRST_BYTES = 64 << 10;

  private ObjectBody() {}

  /**
   * The body's bytes.
   *
   * @param what object and store, for messages
   * @param length stated number of bytes; negative when it is not stated
   * @throws ObjectTooLargeException when there are more than {@code maxBytes}; what is over is not
   *     read
   * @throws StoreException when the body ends before its stated length
   */
  static byte[] read(InputStream body, String what, long length, long maxBytes) throws IOException {
    if (length > maxBytes) {
      throw new ObjectTooLargeException(what, length, maxBytes);
    }
    return length < 0 ? readToEnd(body, what, maxBytes) : readStated(body, what, (int) length);
  }

  private static byte[] readStated(InputStream body, String what, int length) throws IOException {
    byte[] bytes = new byte[length];
    int count = body.readNBytes(bytes, 0, length);
    if (count < length) {
      throw StoreException.passing(
          String.format("%s: the body ended after %d of %d bytes", what, count, length),
          (Throwable) null);
    }
    // Reaching the end lets the client check what it checks there, and reuse the connection.
    if (body.read() >= 0) {
      throw StoreException.passing(
          String.format("%s: the body goes on after its %d bytes", what, length), (Throwable) null);
    }
    return bytes;
  }

  private static byte[] readToEnd(InputStream body, String what, long maxBytes) throws IOException {
    byte[] bytes = new byte[(int) Math.min(FIRST_BYTES, maxBytes + 1)];
    int size = 0;
    int count = body.readNBytes(bytes, 0, bytes.length);
    while (count > 0) {
      size += count;
      if (size > maxBytes) {
        throw new ObjectTooLargeException(what, size, maxBytes);
      }
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, maxBytes + 1));
      }
      count = body.readNBytes(bytes, size, bytes.length - size);
    }
    return Arrays.copyOf(bytes, size);
  }
}
