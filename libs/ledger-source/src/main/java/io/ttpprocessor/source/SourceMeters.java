package io.ttpprocessor.source;

import io.ttpprocessor.kit.observe.HealthReport;
import io.ttpprocessor.kit.observe.Meters;
import java.util.Arrays;
import java.util.List;

/** What Prometheus is told of any source. */
public final class SourceMeters {
  private static final List<String> KINDS =
      Arrays.stream(SourceException.Kind.values()).map(Enum::name).toList();

  private SourceMeters() {}

  /**
   * What a source's health page calls some of its figures.
   *
   * @param lastSent the ledger sent last
   * @param ledgersSent how many were sent
   * @param bytesSent bytes of them
   * @param errors failed streams by kind
   * @param lagSeconds seconds since the newest ledger closed
   */
  public record Names(
      String lastSent, String ledgersSent, String bytesSent, String errors, String lagSeconds) {}

  /** Meters of a source, to which its own are added. */
  public static Meters of(HealthReport report, Names names, StreamStatistics streams) {
    Meters meters = of(report, names);
    streams.timeWaitsBy(
        meters.durations("ttp.source.client.wait", "Until a stream's client takes a ledger more"));
    return meters;
  }

  private static Meters of(HealthReport report, Names names) {
    return new Meters(report)
        .gauge("ttp.source.latest.ledger", "Newest ledger that the source has", "latest_ledger")
        .gauge("ttp.source.last.ledger.sent", "Ledger sent last", names.lastSent())
        .gauge("ttp.source.lag.ledgers", "Newest ledger less the one sent last", "lag_ledgers")
        .gauge("ttp.source.lag.seconds", "Since the newest ledger closed", names.lagSeconds())
        .gauge("ttp.source.breaker.open", "1 while the place is left alone", "circuit_breaker_open")
        .gauge("ttp.source.streams.open", "Streams being served", "streams_open")
        .counter("ttp.source.streams", "Streams served", "streams_served")
        .counter("ttp.source.ledgers.sent", "Ledgers sent", names.ledgersSent())
        .counter("ttp.source.bytes.sent", "Bytes of XDR sent", names.bytesSent())
        .counters("ttp.source.retries", "Tries after the first", "retries", "kind", KINDS)
        .counters("ttp.source.stream.errors", "Streams failed", names.errors(), "kind", KINDS);
  }
}
