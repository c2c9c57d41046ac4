package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.LedgerEntryChangeView;
import java.util.Collections;
import java.util.Iterator;

/**
 * Changes of ledger entries in the order in which they were made, possibly none: what the XDR calls
 * LedgerEntryChanges, also where a version of the metadata has no such field.
 *
 * <p>Each {@code LEDGER_ENTRY_UPDATED} and {@code LEDGER_ENTRY_REMOVED} follows the {@code
 * LEDGER_ENTRY_STATE} that tells the value before it.
 */
public final class EntryChanges implements Iterable<LedgerEntryChangeView> {
  private static final EntryChanges NONE = new EntryChanges(null);

  private final LedgerEntryChangeView.Sequence changes;

  private EntryChanges(LedgerEntryChangeView.Sequence changes) {
    this.changes = changes;
  }

  /** No changes. */
  public static EntryChanges none() {
    return NONE;
  }

  /** The given changes. */
  public static EntryChanges of(LedgerEntryChangeView.Sequence changes) {
    return new EntryChanges(changes);
  }

  /** Number of changes, a state and the change after it counted as two. */
  public int count() {
    return changes == null ? 0 : changes.count();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return count() == 0;
  }

  @Override
  public Iterator<LedgerEntryChangeView> iterator() {
    return changes == null ? Collections.emptyIterator() : changes.iterator();
  }
}
