package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.runtime.Xdr;
import java.util.Iterator;

/**
 * Changes of ledger entries in the order in which they were made, possibly none: what the XDR calls
 * LedgerEntryChanges, also where a version of the metadata has no such field.
 *
 * <p>Each {@code LEDGER_ENTRY_UPDATED} and {@code LEDGER_ENTRY_REMOVED} follows the {@code
 * LEDGER_ENTRY_STATE} that tells the value before it.
 */
public final class EntryChanges implements Iterable<LedgerEntryChangeView> {
  private static final EntryChanges NONE = new EntryChanges(new byte[Integer.BYTES], 0);

  private final byte[] bytes;

  /** Where their count lies: a sequence for each would be one object more a transaction. */
  private final int offset;

  private EntryChanges(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** No changes. */
  public static EntryChanges none() {
    return NONE;
  }

  /** The changes of a field of type LedgerEntryChanges. */
  static EntryChanges of(LedgerEntryChangeView.Sequence changes) {
    return at(changes.bytes(), changes.first() - Integer.BYTES);
  }

  /** The checked changes whose count is at {@code offset}. */
  static EntryChanges at(byte[] bytes, int offset) {
    return Xdr.int32(bytes, offset) == 0 ? NONE : new EntryChanges(bytes, offset);
  }

  /** Number of changes, a state and the change after it counted as two. */
  public int count() {
    return Xdr.int32(bytes, offset);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return count() == 0;
  }

  @Override
  public Iterator<LedgerEntryChangeView> iterator() {
    return LedgerEntryChangeView.Sequence.variable(bytes, offset).iterator();
  }
}
