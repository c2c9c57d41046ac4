package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as SEP-54 gives them; the expected ones are the reference's (lakes written by it). */
@Timeout(10)
class LakeLayoutTest {
  @ParameterizedTest
  @CsvSource({
    // ledgers a file, files a partition, ledger, key, first, last
    "1, 64000, 2, FFFFFFFF--0-63999/FFFFFFFD--2, 2, 2",
    "1, 64000, 200, FFFFFFFF--0-63999/FFFFFF37--200, 200, 200",
    "1, 64000, 64000, FFFF05FF--64000-127999/FFFF05FF--64000, 64000, 64000",
    "1, 64000, 53312000, FCD285FF--53312000-53375999/FCD285FF--53312000, 53312000, 53312000",
    "64, 10, 2, FFFFFFFF--0-639/FFFFFFFF--0-63, 0, 63",
    "64, 10, 1983, FFFFF87F--1920-2559/FFFFF87F--1920-1983, 1920, 1983",
    "64, 10, 1536, FFFFFAFF--1280-1919/FFFFF9FF--1536-1599, 1536, 1599",
    "8, 1, 801, FFFFFCDF--800-807, 800, 807",
    "1, 1, 7, FFFFFFF8--7, 7, 7",
    "1, 64000, 4294967295, 0000D7FF--4294912000-4294967295/00000000--4294967295,"
        + " 4294967295, 4294967295"
  })
  void keysAreTheReferences(
      long ledgers, long files, long ledger, String key, long first, long last) {
    assertThat(new LakeLayout(ledgers, files).batchOf(ledger))
        .isEqualTo(new LakeLayout.Batch(key, first, last));
  }

  @Test
  void namesOfAnotherLayoutDoNotFit() {
    LakeLayout layout = new LakeLayout(64, 10);
    assertThat(layout.isPartition("FFFFF87F--1920-2559/")).isTrue();
    assertThat(layout.isPartition("FFFFFFFF--0-63999/")).isFalse();
    assertThat(layout.isPartition("FFFFF87E--1920-2559/")).isFalse();
    String folder = "FFFFF87F--1920-2559/";
    assertThat(layout.batchAt(folder, "FFFFF87F--1920-1983.xdr.zst")).isPresent();
    assertThat(layout.batchAt(folder, "FFFFF87F--1920-1983.xdr.gz")).isPresent();
    assertThat(layout.batchAt(folder, "FFFFF87F--1920.xdr.zst")).isEmpty();
    assertThat(layout.batchAt(folder, "FFFFF87F--1920-1983.xdr.lz4")).isEmpty();
    assertThat(layout.batchAt(folder, "FFFFFFFF--0-63.xdr.zst")).isEmpty();
    assertThat(layout.batchAt(folder, "FFFFF87F--9999999999-1983.xdr.zst")).isEmpty();
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new LakeLayout(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LakeLayout(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LakeLayout(65_536, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
