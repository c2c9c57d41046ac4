package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.datalake.store.ListedName;
import io.ttpprocessor.datalake.store.ObjectStore;
import io.ttpprocessor.datalake.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding the newest ledger of lakes that can only be asked for one key at a time. */
@Timeout(20)
class ProbedTipTest {
  private static final LakeLayout SINGLE = new LakeLayout(1, 64_000);

  @ParameterizedTest
  @CsvSource({"2", "3", "4", "1000", "64000", "63804680", "4294967295"})
  void theTipIsFoundInFewRequests(long latest) throws Exception {
    Keys keys = new Keys(SINGLE, 2, latest);
    ProbedTip tip = new ProbedTip(keys, SINGLE, 2);
    assertThat(tip.find(0)).isEqualTo(latest);
    // Thrice 32 for the bits of a sequence number: up, back and beyond.
    assertThat(keys.requests).isLessThan(100);
    int before = keys.requests;
    assertThat(tip.find(latest)).isEqualTo(latest);
    assertThat(keys.requests - before).as("requests at the tip").isLessThanOrEqualTo(2);
  }

  @Test
  void aBatchesTipIsItsLastLedger() throws Exception {
    LakeLayout layout = new LakeLayout(64, 10);
    assertThat(new ProbedTip(new Keys(layout, 640, 6_463), layout, 700).find(0)).isEqualTo(6_463);
  }

  @Test
  void anEmptyLakeHasNone() throws Exception {
    assertThat(new ProbedTip(new Keys(SINGLE, 500, 400), SINGLE, 2).find(0)).isZero();
  }

  @Test
  void aLakeThatHasLostItsNewestIsSearchedFromItsBeginning() throws Exception {
    assertThat(new ProbedTip(new Keys(SINGLE, 2, 90), SINGLE, 2).find(100)).isEqualTo(90);
  }

  @Test
  void holesAreNotTakenForTheEnd() throws Exception {
    Keys keys = new Keys(SINGLE, 2, 5_000);
    for (long ledger = 33; ledger < 300; ledger++) {
      keys.holes.add(SINGLE.batchOf(ledger).key());
    }
    assertThat(new ProbedTip(keys, SINGLE, 2).find(0)).isEqualTo(5_000);
  }

  /** The keys of a run of ledgers, some of them left out. */
  private static final class Keys implements ObjectStore {
    private final LakeLayout layout;
    private final long first;
    private final long last;
    private final Set<String> holes = new TreeSet<>();
    private int requests;

    Keys(LakeLayout layout, long first, long last) {
      this.layout = layout;
      this.first = first;
      this.last = last;
    }

    @Override
    public boolean exists(String key) {
      requests++;
      String folder = key.substring(0, key.indexOf('/') + 1);
      LakeLayout.Batch batch = layout.batchAt(folder, key.substring(folder.length())).orElseThrow();
      return key.endsWith(".xdr.zst")
          && batch.first() <= last
          && batch.last() >= first
          && !holes.contains(batch.key());
    }

    @Override
    public Optional<StoredObject> get(String key, long maxBytes) {
      throw new AssertionError("no object is to be read");
    }

    @Override
    public boolean canList() {
      return false;
    }

    @Override
    public List<ListedName> listing(String folder, String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String access() {
      return "as anyone";
    }

    @Override
    public String description() {
      return "keys";
    }

    @Override
    public void close() {}
  }
}
