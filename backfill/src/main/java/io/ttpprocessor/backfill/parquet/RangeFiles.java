package io.ttpprocessor.backfill.parquet;

import io.ttpprocessor.backfill.output.OutputStore;
import io.ttpprocessor.backfill.output.StoredFile;
import io.ttpprocessor.backfill.range.EventProduct;
import io.ttpprocessor.backfill.range.RangeFile;
import io.ttpprocessor.backfill.range.RangeReport;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.store.LedgerSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the files of ranges are, which are there, and whether they are those of a report. A file's
 * key depends on its ledgers and its kind alone, so that readers never see those of two tries.
 */
final class RangeFiles {
  private static final String TRANSFERS = EventProduct.TOKEN_TRANSFERS.table() + "/";
  private static final String CONTRACT_EVENTS = EventProduct.CONTRACT_EVENTS.table() + "/";
  private static final String DIGESTS = "ledger_digests/";

  /** What the folder of a range is called by, as Hive's partitions are. */
  private static final String PARTITION = "ledgers=";

  private static final String NAME = "/part.parquet";

  private final OutputStore store;

  RangeFiles(OutputStore store) {
    this.store = store;
  }

  /** The key of a range's transfers of a kind. */
  static String transfers(EventKind kind, LedgerSpan span) {
    return folder(TRANSFERS + "event_type=" + TokenTransferFile.name(kind) + "/", span) + NAME;
  }

  /** The key of a range's contract events. */
  static String contractEvents(LedgerSpan span) {
    return folder(CONTRACT_EVENTS, span) + NAME;
  }

  /** The key of a range's digests of a table. */
  static String digests(EventProduct product, LedgerSpan span) {
    return folder(DIGESTS + "table_name=" + product.table() + "/", span) + NAME;
  }

  private static String folder(String parent, LedgerSpan span) {
    return parent + PARTITION + RangeName.of(span);
  }

  /** All files of ranges, also those that were left unfinished, by range. */
  Map<LedgerSpan, List<StoredFile>> all() throws IOException {
    Map<LedgerSpan, List<StoredFile>> files = new TreeMap<>(RangeName.ORDER);
    for (List<StoredFile> ofTable :
        StoreRequests.all(List.of(TRANSFERS, CONTRACT_EVENTS, DIGESTS), store::list)) {
      for (StoredFile file : ofTable) {
        RangeName.within(file.key())
            .ifPresent(span -> files.computeIfAbsent(span, key -> new ArrayList<>()).add(file));
      }
    }
    return files;
  }

  /** All files of one range. */
  List<StoredFile> of(LedgerSpan span) throws IOException {
    List<String> folders = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      folders.add(transfers(kind, span).replace(NAME, "/"));
    }
    folders.add(contractEvents(span).replace(NAME, "/"));
    for (EventProduct product : EventProduct.values()) {
      folders.add(digests(product, span).replace(NAME, "/"));
    }
    return StoreRequests.all(folders, store::list).stream().flatMap(List::stream).toList();
  }

  /**
   * The first difference between the files that a report tells and those that are there, as words
   * that follow "does not stand: ". What others have put beside them, such as markers, is none.
   */
  static Optional<String> difference(RangeReport report, List<StoredFile> there) {
    Map<String, Long> sizes = new TreeMap<>();
    there.stream()
        .filter(file -> file.key().endsWith(NAME))
        .forEach(file -> sizes.put(file.key(), file.size()));
    for (RangeFile file : report.files()) {
      Long size = sizes.remove(file.key());
      if (size == null) {
        return Optional.of(file.key() + " is not there");
      }
      if (size != file.bytes()) {
        return Optional.of(
            String.format("%s has %d bytes, not %d", file.key(), size, file.bytes()));
      }
    }
    return sizes.keySet().stream().findFirst().map(key -> key + " is another try's");
  }
}
