package io.ttpprocessor.consumer.page;

import java.util.Optional;

/**
 * How a stage of the pipeline is.
 *
 * @param words for people
 */
record StageHealth(Level level, String words) {
  /** As {@code /health} has them, and what is not known. */
  enum Level {
    HEALTHY,
    DEGRADED,
    UNHEALTHY,
    UNKNOWN
  }

  static StageHealth healthy(String words) {
    return new StageHealth(Level.HEALTHY, words);
  }

  static StageHealth unhealthy(String words) {
    return new StageHealth(Level.UNHEALTHY, words);
  }

  static StageHealth unknown(String words) {
    return new StageHealth(Level.UNKNOWN, words);
  }

  /** What is wrong, where something is. */
  Optional<String> problem() {
    boolean isWrong = level == Level.DEGRADED || level == Level.UNHEALTHY;
    return isWrong ? Optional.of(words) : Optional.empty();
  }
}
