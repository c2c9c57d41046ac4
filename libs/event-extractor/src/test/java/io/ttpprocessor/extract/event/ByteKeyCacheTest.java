package io.ttpprocessor.extract.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value is found by its key's bytes wherever they lie; two keys of one place both stay. */
@Timeout(60)
class ByteKeyCacheTest {
  @Test
  void findsAKeyAtAnyOffset() {
    ByteKeyCache<String> cache = new ByteKeyCache<>(4);
    cache.put(new byte[] {1, 2, 3}, 0, 3, "value");
    assertThat(cache.get(new byte[] {0, 1, 2, 3, 4}, 1, 3)).isEqualTo("value");
    assertThat(cache.get(new byte[] {0, 1, 2, 3, 4}, 1, 4)).isNull();
    assertThat(cache.get(new byte[] {0, 1, 2, 3, 4}, 0, 3)).isNull();
  }

  @Test
  void keepsTheTwoNewestOfManyInOnePlace() {
    ByteKeyCache<Integer> cache = new ByteKeyCache<>(1);
    for (int i = 0; i < 100; i++) {
      byte[] key = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putInt(Long.BYTES, i).array();
      cache.put(key, 0, key.length, i);
      assertThat(cache.get(key, 0, key.length)).isEqualTo(i);
    }
    int found = 0;
    for (int i = 0; i < 100; i++) {
      byte[] key = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putInt(Long.BYTES, i).array();
      found += cache.get(key, 0, key.length) == null ? 0 : 1;
    }
    assertThat(found).isEqualTo(2);
  }

  @Test
  void aNewKeyDoesNotDriveOutItsOnlyNeighbour() {
    for (int first = 0; first < 8; first++) {
      for (int second = 0; second < 8; second++) {
        if (first != second) {
          ByteKeyCache<Integer> pair = new ByteKeyCache<>(1);
          pair.put(new byte[] {(byte) first}, 0, 1, first);
          pair.put(new byte[] {(byte) second}, 0, 1, second);
          assertThat(pair.get(new byte[] {(byte) first}, 0, 1)).isEqualTo(first);
          assertThat(pair.get(new byte[] {(byte) second}, 0, 1)).isEqualTo(second);
        }
      }
    }
  }
}
