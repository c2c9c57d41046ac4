package io.ttpprocessor.systemtests;

import io.ttpprocessor.testkit.ChainedLedgers;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * A lake of the synthetic corpus's ledgers over and over, renumbered and chained, an object each,
 * that come as on a network; and what the reference says of each.
 */
final class ReferenceLake implements AutoCloseable {
  /** The reference's token transfers of the lake's ledgers, as rows of token_transfers. */
  static final String TRANSFERS =
      "SELECT ledger, (place - 1)::integer, kind, e->'meta'->>'txHash',"
          + " (e->'meta'->>'transactionIndex')::integer,"
          + " (e->'meta'->>'operationIndex')::integer, e->'meta'->>'contractAddress',"
          + " body->>'from', body->>'to', (body->>'amount')::numeric"
          + " FROM expected, jsonb_array_elements(transfers) WITH ORDINALITY AS events(e, place),"
          + " LATERAL (SELECT key AS kind, value AS body FROM jsonb_each(e) WHERE key <> 'meta')"
          + " AS kinds";

  /** The same columns of the rows that are stored. */
  static final String STORED_TRANSFERS =
      "SELECT ledger_sequence, ordinal, event_type, tx_hash, transaction_index, operation_index,"
          + " contract_address, from_address, to_address, amount FROM token_transfers";

  /** Contract events: successful transactions' without the diagnostic ones; void data is null. */
  static final String CONTRACT_EVENTS =
      "SELECT ledger::integer, e->>'tx_hash', (e->>'tx_index')::integer,"
          + " (e->>'operation_index')::integer, (e->>'event_index')::integer, e->>'contract_id',"
          + " ARRAY(SELECT jsonb_array_elements_text(e->'topics_xdr')),"
          + " nullif(e->>'data_xdr', 'AAAAAQ==')"
          + " FROM expected, jsonb_array_elements(contract_events) AS e"
          + " WHERE (e->>'tx_successful')::boolean AND e->>'type' = 'contract'"
          + " AND e->>'stage' <> 'diagnostic'";

  /** The same columns of the rows that are stored. */
  static final String STORED_CONTRACT_EVENTS =
      "SELECT ledger_sequence, tx_hash, tx_index, operation_index, event_index, contract_id,"
          + " topics_xdr, data_xdr FROM contract_events";

  private static final GoldenCorpus CORPUS = GoldenCorpus.SYNTHETIC_DERIVED;
  private static final int PARTITION = 64_000;
  private static final String FAILED = "\"error\":";

  private final Path folder;
  private final List<byte[]> ledgers = new ArrayList<>();
  private final List<String> transfers = new ArrayList<>();
  private final List<String> contractEvents = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final long first;
  private long next;
  private byte[] hash = new byte[32];

  /** An empty lake in {@code folder}, whose first ledger will be {@code first}. */
  ReferenceLake(Path folder, long first) {
    this.folder = folder;
    this.first = first;
    this.next = first;
    List<byte[]> all = CORPUS.ledgers();
    List<String> derived = CORPUS.expectedLines("derived");
    List<String> contract = CORPUS.expectedLines("contract");
    for (int i = 0; i < all.size(); i++) {
      // Where the reference fails, there is nothing to compare with.
      boolean told = !derived.get(i).contains(FAILED) && !contract.get(i).contains(FAILED);
      if (told && hasContracts(contract.get(i))) {
        ledgers.add(all.get(i));
        transfers.add(derived.get(i));
        contractEvents.add(contract.get(i));
      }
    }
  }

  /**
   * Whether each event of a contract says of which one. No network has others, and contract_events
   * refuses them.
   */
  private static boolean hasContracts(String line) {
    return Arrays.stream(line.split("\\{\"tx_hash\""))
        .filter(event -> event.contains("\"type\":\"contract\""))
        .allMatch(event -> event.contains("\"contract_id\""));
  }

  static String passphrase() {
    return CORPUS.networkPassphrase();
  }

  /** The next ledgers are there now. */
  synchronized void add(int count) {
    for (int i = 0; i < count; i++) {
      byte[] ledger = ledgers.get(place(next)).clone();
      hash = ChainedLedgers.chain(ledger, next, hash);
      try {
        put(ledger);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      next++;
    }
  }

  /** A ledger comes each time that {@code interval} has passed, until {@link #stop}. */
  void grow(Duration interval) {
    clock.scheduleAtFixedRate(
        () -> add(1), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** No more ledgers come; returns the last one. */
  synchronized long stop() {
    clock.shutdownNow();
    return next - 1;
  }

  private int place(long ledger) {
    return (int) ((ledger - first) % ledgers.size());
  }

  /** As SEP-54 names them; complete at once, and not so young that it might still be written. */
  private void put(byte[] ledger) throws IOException {
    long partition = next - next % PARTITION;
    Path file =
        folder
            .resolve(
                String.format(
                    "%08X--%d-%d", ~(int) partition, partition, partition + PARTITION - 1))
            .resolve(String.format("%08X--%d.xdr.gz", ~(int) next, next));
    Files.createDirectories(file.getParent());
    Path part = folder.resolve(".part");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
      out.write(ByteBuffer.allocate(12).putInt((int) next).putInt((int) next).putInt(1).array());
      out.write(ledger);
    }
    Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the table {@code expected}: what the reference says of ledgers up to {@code last}. */
  void tell(Database database, long last) throws SQLException {
    try (Connection connection = database.connect();
        Statement table = connection.createStatement()) {
      table.execute(
          "CREATE TABLE expected (ledger bigint, transfers jsonb, contract_events jsonb)");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO expected VALUES (?, nullif(?::jsonb->'events', 'null'),"
                  + " nullif(?::jsonb->'events', 'null'))")) {
        for (long ledger = first; ledger <= last; ledger++) {
          insert.setLong(1, ledger);
          insert.setString(2, withoutZeros(transfers.get(place(ledger))));
          insert.setString(3, withoutZeros(contractEvents.get(place(ledger))));
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  /** Of codes and memos, which are not compared; jsonb cannot hold them. */
  private static String withoutZeros(String json) {
    return json.replace("\\u0000", "");
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
