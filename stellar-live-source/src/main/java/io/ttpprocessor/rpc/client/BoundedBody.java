package io.ttpprocessor.rpc.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of at most so many bytes, which remembers how it began. */
final class BoundedBody extends FilterInputStream {
  private final byte[] start = new byte[Excerpt.LENGTH];
  private int startLength;
  private long remaining;
  private final long limit;

  BoundedBody(InputStream body, long limit) {
    super(body);
    this.limit = limit;
    this.remaining = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      remaining -= count;
      if (remaining < 0) {
        throw new BodyTooLargeException(limit);
      }
      int kept = Math.min(count, start.length - startLength);
      System.arraycopy(buffer, offset, start, startLength, kept);
      startLength += kept;
    }
    return count;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("all bytes are counted");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** How the body began, as far as it has been read. */
  String excerpt() {
    return Excerpt.of(start, startLength);
  }

  /** The body goes on beyond its limit. */
  static final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long limit) {
      super("the answer is larger than the " + limit + " bytes of MAX_RESPONSE_BYTES");
    }
  }
}
