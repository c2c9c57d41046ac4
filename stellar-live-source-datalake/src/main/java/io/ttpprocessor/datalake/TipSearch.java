package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
import java.io.IOException;

/** A way to find a lake's newest ledger. Called by one thread at a time. */
interface TipSearch {
  /**
   * The last ledger that the newest object's name stands for; 0 when the lake is empty.
   *
   * @param known a ledger that the lake is known to hold, 0 when none is
   * @throws SourceException INVALID when what is there does not fit the layout
   */
  long find(long known) throws IOException, SourceException;
}
