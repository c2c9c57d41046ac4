package io.ttpprocessor.datalake;

import io.ttpprocessor.datalake.store.ListedName;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.source.SourceException;
import io.ttpprocessor.source.fault.FaultPolicy;
import io.ttpprocessor.source.fault.Patience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the names of a lake's objects, newest first, and notes where one is missing and
 * which names are none of the layout's, or are of an object without a byte. No object is read, and
 * however large the lake, no more is held than what was found wrong. For one use and one thread.
 */
public final class LakeScan {
  private static final int PAGE = 10_000;

  /** Enough to see what is wrong; how many there are is counted beyond it. */
  private static final int MOST_NAMES = 1_000;

  private final ObjectStore store;
  private final LakeLayout layout;
  private final FaultPolicy faults;
  private final long start;
  private final long end;
  private final List<Hole> holes = new ArrayList<>();
  private final Collected wrongNames = new Collected();
  private final Collected emptyObjects = new Collected();
  private long objects;
  private LakeLayout.Batch newest;
  private LakeLayout.Batch oldest;

  /**
   * A scan of the objects that hold ledgers from {@code start} to {@code end}, both inclusive.
   *
   * @param start 0 for wherever the lake begins
   * @param end {@link Long#MAX_VALUE} for wherever it ends
   */
  public LakeScan(ObjectStore store, LakeLayout layout, FaultPolicy faults, long start, long end) {
    this.store = store;
    this.layout = layout;
    this.faults = faults;
    this.start = start;
    this.end = end;
  }

  /** Ledgers without an object, both bounds inclusive. */
  public record Hole(long first, long last) {}

  /**
   * What was found.
   *
   * @param objects objects of the range
   * @param first first ledger that the oldest of them stands for; 0 when there is none
   * @param last last ledger that the newest of them stands for; 0 when there is none
   * @param holes ledgers of the range without an object, newest first
   * @param wrongNames names that are none of the layout's
   * @param emptyObjects keys of objects of the range that have no byte, and so no ledger
   */
  public record Findings(
      long objects, long first, long last, List<Hole> holes, Names wrongNames, Names emptyObjects) {
    public boolean isWhole() {
      return holes.isEmpty() && wrongNames.count() == 0 && emptyObjects.count() == 0 && objects > 0;
    }
  }

  /**
   * Names of objects.
   *
   * @param first the first of them, at most 1,000
   * @param count how many there are
   */
  public record Names(List<String> first, long count) {}

  private static final class Collected {
    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String name) {
      count++;
      if (first.size() < MOST_NAMES) {
        first.add(name);
      }
    }

    Names names() {
      return new Names(List.copyOf(first), count);
    }
  }

  /** Scans. */
  public Findings run() throws SourceException, InterruptedException {
    if (layout.batchesPerPartition() == 1) {
      scanFolder("");
    } else {
      scanPartitions();
    }
    if (end != Long.MAX_VALUE && (newest == null || newest.last() < end)) {
      holes.add(0, new Hole(newest == null ? Math.max(start, 0) : newest.last() + 1, end));
    }
    if (oldest != null && start > 0 && oldest.first() > start) {
      holes.add(new Hole(start, oldest.first() - 1));
    }
    return new Findings(
        objects,
        oldest == null ? 0 : oldest.first(),
        newest == null ? 0 : newest.last(),
        List.copyOf(holes),
        wrongNames.names(),
        emptyObjects.names());
  }

  private void scanPartitions() throws SourceException, InterruptedException {
    List<ListedName> names = list("", "");
    while (!names.isEmpty()) {
      for (ListedName listed : names) {
        String name = listed.name();
        Optional<LakeLayout.Batch> first = layout.firstOfPartition(name);
        if (first.isEmpty()) {
          noteName("", name);
        } else if (concerns(first.get())) {
          scanFolder(name);
        }
      }
      names = list("", names.get(names.size() - 1).name());
    }
  }

  private boolean concerns(LakeLayout.Batch first) {
    long size = layout.ledgersPerBatch() * layout.batchesPerPartition();
    return first.first() <= end && first.first() + size - 1 >= start;
  }

  private void scanFolder(String folder) throws SourceException, InterruptedException {
    List<ListedName> names = list(folder, "");
    while (!names.isEmpty()) {
      for (ListedName listed : names) {
        Optional<LakeLayout.Batch> batch = layout.batchAt(folder, listed.name());
        if (batch.isEmpty()) {
          noteName(folder, listed.name());
        } else if (batch.get().first() <= end && batch.get().last() >= start) {
          note(batch.get());
          if (listed.size() == 0) {
            emptyObjects.add(folder + listed.name());
          }
        }
      }
      names = list(folder, names.get(names.size() - 1).name());
    }
  }

  private void note(LakeLayout.Batch batch) {
    objects++;
    if (newest == null) {
      newest = batch;
    } else if (batch.last() + 1 < oldest.first()) {
      holes.add(new Hole(batch.last() + 1, oldest.first() - 1));
    }
    oldest = batch;
  }

  /** The manifest, and what begins with a dot as it does, is none of the ledgers' business. */
  private void noteName(String folder, String name) {
    if (folder.isEmpty() && name.startsWith(".")) {
      return;
    }
    wrongNames.add(folder + name);
  }

  private List<ListedName> list(String folder, String after)
      throws SourceException, InterruptedException {
    return faults.call(
        Patience.BOUNDED,
        () -> {
          try {
            return store.listing(folder, after, PAGE);
          } catch (IOException e) {
            throw LakeStore.failure("the folder \"" + folder + "\" cannot be listed", e);
          }
        });
  }
}
