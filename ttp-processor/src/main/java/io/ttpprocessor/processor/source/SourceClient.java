package io.ttpprocessor.processor.source;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * How to reach the sources.
 *
 * @param sources the preferred first
 * @param maxMessageBytes largest ledger accepted, in bytes of its message
 * @param firstDelay least time between two attempts to reach it; doubled with each, with jitter
 * @param longestDelay most time between two attempts
 * @param standInPatience how long one that is not the preferred may send nothing
 * @param timer runs the attempts; shared, and not blocked by them
 * @param overlap what is compared where a stream goes over from one to another
 */
public record SourceClient(
    List<Source> sources,
    int maxMessageBytes,
    Duration firstDelay,
    Duration longestDelay,
    Duration standInPatience,
    ScheduledExecutorService timer,
    Overlap overlap) {

  /** As above, and nothing is compared. */
  public SourceClient(
      List<Source> sources,
      int maxMessageBytes,
      Duration firstDelay,
      Duration longestDelay,
      Duration standInPatience,
      ScheduledExecutorService timer) {
    this(
        sources, maxMessageBytes, firstDelay, longestDelay, standInPatience, timer, new Overlap(0));
  }

  /** Where they listen, for people. */
  public String text() {
    return sources.stream().map(Source::toString).collect(Collectors.joining(", "));
  }
}
