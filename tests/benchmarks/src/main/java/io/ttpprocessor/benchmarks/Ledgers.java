package io.ttpprocessor.benchmarks;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The ledgers of one corpus, handed out one after the other, over and over; one for each thread.
 */
@State(Scope.Thread)
public class Ledgers {
  /** Which corpus, by its files' name; the default is part of every checkout. */
  @Param("synthetic-derived")
  public String corpus;

  private Network network;
  private List<byte[]> ledgers;
  private List<LedgerEvents> events;
  private int current;

  /** Reads the corpus. */
  @Setup(Level.Trial)
  public void load() {
    GoldenCorpus golden = find(corpus);
    network = Network.of(golden.networkPassphrase());
    ledgers = readable(golden, network);
    events = new ArrayList<>();
    EventExtractor extractor = new EventExtractor(network);
    for (byte[] ledger : ledgers) {
      events.add(extractor.extract(ledger));
    }
  }

  /** The ledgers of a corpus without those that are there to be refused. */
  static List<byte[]> readable(GoldenCorpus corpus, Network network) {
    List<byte[]> readable = new ArrayList<>();
    EventExtractor extractor = new EventExtractor(network);
    for (byte[] ledger : corpus.ledgers()) {
      try {
        extractor.extract(ledger);
        readable.add(ledger);
      } catch (LedgerException | ExtractionException e) {
        // The synthetic corpora hold such on purpose.
        continue;
      }
    }
    return readable;
  }

  /** The network that the ledgers are of. */
  Network network() {
    return network;
  }

  /** Goes on to the next ledger, after the last to the first. */
  void next() {
    current = current + 1 == ledgers.size() ? 0 : current + 1;
  }

  /** XDR of the current ledger. */
  byte[] bytes() {
    return ledgers.get(current);
  }

  /** Events of the current ledger. */
  LedgerEvents events() {
    return events.get(current);
  }

  /** The corpus whose files have the name. */
  public static GoldenCorpus find(String name) {
    for (GoldenCorpus corpus : GoldenCorpus.values()) {
      if (corpus.baseName().equals(name)) {
        return corpus;
      }
    }
    throw new IllegalArgumentException("there is no corpus " + name);
  }
}
