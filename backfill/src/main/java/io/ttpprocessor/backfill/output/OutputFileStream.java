package io.ttpprocessor.backfill.output;

import java.io.IOException;
import java.io.OutputStream;

/** A file that is being written. Closing one that was not committed drops it. */
public abstract class OutputFileStream extends OutputStream {
  /** For the kinds of stores. */
  protected OutputFileStream() {}

  /** Puts the whole file into its place, durably; nothing can be written any more. */
  public abstract void commit() throws IOException;
}
