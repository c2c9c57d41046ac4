package io.ttpprocessor.benchmarks;

import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The extractor as the service runs it; one for each thread. Each ledger is taken by itself, so
 * that {@code chain} is the same as {@code none}. A ledger that the checks refuse ends the
 * benchmark with the error that names it.
 */
@State(Scope.Thread)
public class CheckedExtraction {
  /** How much of a ledger is held against the network's hashes: a name of {@link LedgerChecks}. */
  @Param("none")
  public String checks;

  /** Where the events are read from, and what they are held against: an {@link EventsMode}. */
  @Param("derived")
  public String mode;

  private Network network;
  private CheckedExtractor extractor;

  /** Makes an extractor of the parameters. */
  @Setup
  public void prepare(Ledgers ledgers) {
    network = ledgers.network();
    extractor =
        new CheckedExtractor(
            network,
            named(EventsMode.values(), EventsMode::text, mode),
            named(LedgerChecks.values(), LedgerChecks::text, checks));
  }

  /** The events of a ledger that passes the checks. */
  LedgerEvents extract(byte[] ledger) {
    return extractor.extract(LedgerView.parse(ledger, network)).events();
  }

  private static <T> T named(T[] values, Function<T, String> nameOf, String name) {
    return Stream.of(values)
        .filter(value -> nameOf.apply(value).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is none of " + Stream.of(values).map(nameOf).toList()));
  }
}
