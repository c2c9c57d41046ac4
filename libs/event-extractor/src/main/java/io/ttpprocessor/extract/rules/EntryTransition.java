package io.ttpprocessor.extract.rules;

import io.ttpprocessor.ledger.EntryChanges;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.xdr.ClaimableBalanceEntryView;
import io.ttpprocessor.xdr.LedgerEntryChangeType;
import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.LedgerEntryType;
import io.ttpprocessor.xdr.LedgerEntryView;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one ledger entry: a change together with the state that precedes it in the
 * metadata.
 *
 * @param kind created, updated, removed or restored; never the state alone
 * @param before the entry before; null when it was created or restored
 * @param after the entry after; null when it was removed
 */
public record EntryTransition(
    LedgerEntryChangeType kind, LedgerEntryView before, LedgerEntryView after) {

  /**
   * The transitions that a successful operation has made, in the order of its changes.
   *
   * @throws LedgerException when the metadata lacks the operation: the reference takes that for an
   *     operation without changes, and what it moved would be lost
   * @throws IllegalStateException when the metadata is of version 0, which the reference does not
   *     read, when an entry is updated or removed without its state, or was of another type before
   */
  static List<EntryTransition> of(LedgerOperation operation) {
    List<EntryTransition> transitions = asFarAsTold(operation);
    operation.requireMeta();
    return transitions;
  }

  /**
   * Likewise, but none where the metadata lacks the operation.
   *
   * @throws IllegalStateException as {@link #of(LedgerOperation)} does
   */
  static List<EntryTransition> asFarAsTold(LedgerOperation operation) {
    if (operation.transaction().metaVersion() == 0) {
      throw new IllegalStateException("metadata of version 0 does not tell an operation's changes");
    }
    return of(operation.changes());
  }

  /**
   * The transitions of changes, in their order.
   *
   * @throws IllegalStateException when an entry is updated or removed without its state, or was of
   *     another type before
   */
  public static List<EntryTransition> of(EntryChanges changes) {
    List<EntryTransition> transitions = new ArrayList<>();
    LedgerEntryChangeView previous = null;
    for (LedgerEntryChangeView change : changes) {
      LedgerEntryChangeType kind = change.type();
      switch (kind) {
        case LEDGER_ENTRY_CREATED ->
            transitions.add(new EntryTransition(kind, null, change.created()));
        case LEDGER_ENTRY_RESTORED ->
            transitions.add(new EntryTransition(kind, null, change.restored()));
        case LEDGER_ENTRY_UPDATED ->
            transitions.add(new EntryTransition(kind, stateIn(previous, kind), change.updated()));
        case LEDGER_ENTRY_REMOVED ->
            transitions.add(new EntryTransition(kind, stateIn(previous, kind), null));
        case LEDGER_ENTRY_STATE -> {}
      }
      previous = change;
    }
    return transitions;
  }

  /** Refuses an entry that becomes one of another type. */
  public EntryTransition {
    if (before != null && after != null && before.data().type() != after.data().type()) {
      throw new IllegalStateException(
          "an entry of type " + before.data().type() + " becomes one of " + after.data().type());
    }
  }

  /** Type of the entry. */
  public LedgerEntryType type() {
    return latest().data().type();
  }

  /** The entry after, or before when it was removed. */
  LedgerEntryView latest() {
    return after != null ? after : before;
  }

  /** The claimable balances of transitions of the given kind, as they were before if they were. */
  static List<ClaimableBalanceEntryView> claimableBalances(
      LedgerOperation operation, LedgerEntryChangeType kind) {
    List<ClaimableBalanceEntryView> balances = new ArrayList<>();
    for (EntryTransition transition : of(operation)) {
      if (transition.kind == kind && transition.type() == LedgerEntryType.CLAIMABLE_BALANCE) {
        LedgerEntryView entry = transition.before != null ? transition.before : transition.after;
        balances.add(entry.data().claimableBalance());
      }
    }
    return balances;
  }

  /** An entry may also come into sight by being restored, and change in the same transaction. */
  private static LedgerEntryView stateIn(
      LedgerEntryChangeView previous, LedgerEntryChangeType kind) {
    if (previous != null) {
      switch (previous.type()) {
        case LEDGER_ENTRY_STATE:
          return previous.state();
        case LEDGER_ENTRY_RESTORED:
          return previous.restored();
        default:
          break;
      }
    }
    throw new IllegalStateException("a change of type " + kind + " does not follow its state");
  }
}
