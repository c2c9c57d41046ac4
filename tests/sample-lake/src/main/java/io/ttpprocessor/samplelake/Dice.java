package io.ttpprocessor.samplelake;

import java.util.List;
import java.util.Random;

/** The one source of chance; its sequence depends on the seed alone, on every Java platform. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  /** A number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number from {@code least} to {@code most}, both inclusive. */
  long between(long least, long most) {
    return least + Math.floorMod(random.nextLong(), most - least + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  long bits() {
    return random.nextLong();
  }
}
