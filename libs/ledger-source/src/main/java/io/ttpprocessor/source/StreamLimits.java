package io.ttpprocessor.source;

import io.ttpprocessor.kit.config.Settings;

/**
 * How many streams a source serves at a time.
 *
 * @param most MAX_STREAMS: in all
 * @param perPeer MAX_STREAMS_PER_PEER: of one peer
 */
public record StreamLimits(int most, int perPeer) {
  /** The variable that limits those of one peer. */
  public static final String PER_PEER = "MAX_STREAMS_PER_PEER";

  private static final int USUAL = 100;
  private static final int HIGHEST = 10_000;

  /** Reads both; a peer may have all unless it is set. */
  public static StreamLimits read(Settings settings) {
    int most = settings.integer("MAX_STREAMS", USUAL, 1, HIGHEST);
    return new StreamLimits(most, settings.integer(PER_PEER, most, 1, HIGHEST));
  }
}
