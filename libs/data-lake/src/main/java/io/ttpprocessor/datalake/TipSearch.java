package io.ttpprocessor.datalake;

import io.ttpprocessor.source.SourceException;
import java.io.IOException;
import java.util.Optional;

/** A way to find a lake's newest ledger, and its oldest. Called by one thread at a time. */
interface TipSearch {
  /**
   * The last ledger that the newest object's name stands for; 0 when the lake is empty.
   *
   * @param known a ledger that the lake is known to hold, 0 when none is
   * @throws SourceException REFUSED when what is there does not fit the layout
   */
  long find(long known) throws IOException, SourceException;

  /** The place of the oldest object; empty when the lake is. */
  Optional<LakeLayout.Batch> oldest() throws IOException, SourceException;
}
