package io.ttpprocessor.backfill.output;

import java.io.IOException;
import java.io.OutputStream;

/** A file that is being written. Closing one that was not committed drops it. */
public abstract class OutputFileStream extends OutputStream {
  /** For the kinds of stores. */
  protected OutputFileStream() {}

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /** Puts the whole file into its place, durably; nothing can be written any more. */
  public abstract void commit() throws IOException;
}
