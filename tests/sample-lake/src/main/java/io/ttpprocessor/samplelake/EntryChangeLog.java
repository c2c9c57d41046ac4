package io.ttpprocessor.samplelake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryChange;
import org.stellar.sdk.xdr.LedgerEntryChangeType;
import org.stellar.sdk.xdr.LedgerEntryChanges;
import org.stellar.sdk.xdr.LedgerKey;

/** Writes down what one step does to ledger entries, as the network's metadata shows it. */
final class EntryChangeLog {
  private final long ledger;
  private final Map<LedgerRecord, LedgerEntry> former = new LinkedHashMap<>();
  private final Set<LedgerRecord> created = new LinkedHashSet<>();
  private final Set<LedgerRecord> removed = new LinkedHashSet<>();

  EntryChangeLog(long ledger) {
    this.ledger = ledger;
  }

  /** To be called before a record is changed. */
  <T extends LedgerRecord> T modify(T entry) {
    if (!created.contains(entry) && !former.containsKey(entry)) {
      former.put(entry, entry.entry());
    }
    return entry;
  }

  void create(LedgerRecord entry) {
    created.add(entry);
  }

  void remove(LedgerRecord entry) {
    modify(entry);
    removed.add(entry);
  }

  /** The changes, each entry's former state before its new one, in the order of first touch. */
  LedgerEntryChanges changes() {
    List<LedgerEntryChange> changes = new ArrayList<>();
    for (Map.Entry<LedgerRecord, LedgerEntry> change : former.entrySet()) {
      changes.add(state(change.getValue()));
      changes.add(
          removed.contains(change.getKey()) ? removal(change.getKey()) : update(change.getKey()));
    }
    for (LedgerRecord entry : created) {
      entry.modifiedIn(ledger);
      changes.add(
          new LedgerEntryChange.Builder()
              .discriminant(LedgerEntryChangeType.LEDGER_ENTRY_CREATED)
              .created(entry.entry())
              .build());
    }
    return new LedgerEntryChanges(changes.toArray(new LedgerEntryChange[0]));
  }

  /** Every key touched: what a contract call's footprint must name. */
  LedgerKey[] keys() {
    return Stream.concat(former.keySet().stream(), created.stream())
        .map(LedgerRecord::key)
        .toArray(LedgerKey[]::new);
  }

  private static LedgerEntryChange state(LedgerEntry entry) {
    return new LedgerEntryChange.Builder()
        .discriminant(LedgerEntryChangeType.LEDGER_ENTRY_STATE)
        .state(entry)
        .build();
  }

  private LedgerEntryChange update(LedgerRecord entry) {
    entry.modifiedIn(ledger);
    return new LedgerEntryChange.Builder()
        .discriminant(LedgerEntryChangeType.LEDGER_ENTRY_UPDATED)
        .updated(entry.entry())
        .build();
  }

  private static LedgerEntryChange removal(LedgerRecord entry) {
    return new LedgerEntryChange.Builder()
        .discriminant(LedgerEntryChangeType.LEDGER_ENTRY_REMOVED)
        .removed(entry.key())
        .build();
  }
}
