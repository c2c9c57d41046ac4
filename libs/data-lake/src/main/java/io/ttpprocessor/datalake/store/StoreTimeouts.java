package io.ttpprocessor.datalake.store;

import java.time.Duration;

/**
 * How long a store over a network is waited for.
 *
 * @param connect for a connection
 * @param silence for the next bytes of an answer
 * @param whole for an answer as a whole
 */
public record StoreTimeouts(Duration connect, Duration silence, Duration whole) {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private static final int SILENCES = 10;

  /** Timeouts in the usual proportion: a connection takes little, an answer up to ten silences. */
  public static StoreTimeouts ofSilence(Duration silence) {
    Duration connect = silence.compareTo(LONGEST_CONNECT) < 0 ? silence : LONGEST_CONNECT;
    return new StoreTimeouts(connect, silence, silence.multipliedBy(SILENCES));
  }
}
