package io.ttpprocessor.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import io.ttpprocessor.datalake.LakeLayout;
import io.ttpprocessor.datalake.ObjectCodec;
import io.ttpprocessor.datalake.TestLake;
import io.ttpprocessor.encode.ContractEventLines;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A lake of the corpus {@link GoldenCorpus#SYNTHETIC_DERIVED}, its ledgers renumbered from {@link
 * #FIRST} on and chained, and what the reference says of each.
 */
final class GoldenLake {
  static final long FIRST = 1024;
  static final LakeLayout LAYOUT = new LakeLayout(8, 100);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HASH_SIZE = 32;

  private final List<byte[]> ledgers = new ArrayList<>();
  private final List<List<TokenTransferEvent>> events = new ArrayList<>();
  private final List<ContractEventLines.Line> contractEvents = new ArrayList<>();
  private final Path root;
  private final TestLake lake;

  private GoldenLake(Path root, int most, Predicate<ContractEventLines.Line> wanted) {
    this.root = root;
    GoldenCorpus corpus = GoldenCorpus.SYNTHETIC_DERIVED;
    List<byte[]> all = corpus.ledgers();
    List<String> lines = corpus.expectedLines("derived");
    List<ContractEventLines.Line> contractLines = ContractEventLines.of(corpus);
    byte[] previous = new byte[HASH_SIZE];
    for (int i = 0; i < all.size() && ledgers.size() < most; i++) {
      List<TokenTransferEvent> told = events(lines.get(i));
      // Where the reference fails, there is nothing to compare with.
      ContractEventLines.Line line = contractLines.get(i);
      if (told != null && line.events() != null && wanted.test(line)) {
        byte[] ledger = all.get(i).clone();
        previous = ChainedLedgers.chain(ledger, FIRST + ledgers.size(), previous);
        ledgers.add(ledger);
        events.add(told);
        contractEvents.add(line);
      }
    }
    lake = new TestLake(root, LAYOUT, ObjectCodec.ZST).write(FIRST, ledgers);
  }

  /** Writes a lake of at most so many ledgers. */
  static GoldenLake write(Path root, int most) {
    return new GoldenLake(root, most, line -> true);
  }

  /**
   * Writes a lake of those that the table {@code contract_events} takes: of an event it has to know
   * the contract, which only random ledgers lack.
   */
  static GoldenLake ofContracts(Path root, int most) {
    return new GoldenLake(
        root,
        most,
        line ->
            line.events().stream()
                .filter(ContractEventLines::isSentByDefault)
                .noneMatch(event -> event.path("contract_id").asText("").isEmpty()));
  }

  /** Has another chain begin with a ledger, which is the first of its object. */
  void breakChainAt(long first) {
    byte[] previous = new byte[HASH_SIZE];
    int place = (int) (first - FIRST);
    for (int i = place; i < ledgers.size(); i++) {
      previous = ChainedLedgers.chain(ledgers.get(i), FIRST + i, previous);
    }
    lake.write(first, ledgers.subList(place, ledgers.size()));
  }

  /** The hash that a ledger states of itself, in hexadecimal. */
  String hashOf(long ledger) {
    return TestLake.hashOf(ledgers.get((int) (ledger - FIRST)));
  }

  long last() {
    return FIRST + ledgers.size() - 1;
  }

  /** The folder that it lies in. */
  Path root() {
    return root;
  }

  TestLake lake() {
    return lake;
  }

  /** The reference's token transfers of each ledger, as numbered in the corpus. */
  List<List<TokenTransferEvent>> events() {
    return events;
  }

  /** The reference's contract events of each ledger. */
  List<ContractEventLines.Line> contractEvents() {
    return contractEvents;
  }

  /** The variables of a program that reads it. */
  static Map<String, String> environment() {
    return Map.of(
        "NETWORK_PASSPHRASE", GoldenCorpus.SYNTHETIC_DERIVED.networkPassphrase(),
        "LEDGERS_PER_FILE", Long.toString(LAYOUT.ledgersPerBatch()),
        "FILES_PER_PARTITION", Long.toString(LAYOUT.batchesPerPartition()),
        // The ledgers are random: their hashes do not cover their transactions.
        "LEDGER_CHECKS", "chain");
  }

  private static List<TokenTransferEvent> events(String line) {
    try {
      JsonNode nodes = JSON.readTree(line).get("events");
      if (!nodes.isArray()) {
        return null;
      }
      List<TokenTransferEvent> events = new ArrayList<>();
      for (JsonNode node : nodes) {
        TokenTransferEvent.Builder event = TokenTransferEvent.newBuilder();
        JsonFormat.parser().merge(node.toString(), event);
        events.add(event.build());
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
