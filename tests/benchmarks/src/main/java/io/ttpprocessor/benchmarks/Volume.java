package io.ttpprocessor.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How much went through a benchmark; JMH prints it as rates beside the score. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Volume {
  /** Bytes of XDR; by the microsecond, that is megabytes (of 10^6 bytes) by the second. */
  public long megabytes;

  /** Bytes of serialized messages, likewise. */
  public long messageMegabytes;
}
