package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.protos.contractevent.ContractEvent;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.LedgerBatch;
import io.ttpprocessor.store.PostgresSink;
import io.ttpprocessor.store.TestContractEvents;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestDigests;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How many rows a second come from the stream into the table, and how many a plain COPY of the same
 * rows from a file into an empty table of the same indexes. Run by hand, as tests/benchmarks tells;
 * no figure fails.
 */
class SinkBenchmark {
  private static final int EVENTS_A_LEDGER = 400;
  private static final int ADDRESSES = 20_000;
  private static final int ROUNDS = Integer.getInteger("ttp.rounds", 3);
  private static final int LEDGERS = Integer.getInteger("ttp.rows", 200_000) / EVENTS_A_LEDGER;

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private final Random random = new Random(1);
  private final List<String> addresses = new ArrayList<>();
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void measure(TestTable table) throws Exception {
    List<LedgerEvents> ledgers = ledgers(table);
    for (int round = 1; round <= ROUNDS; round++) {
      double stream = stream(table, ledgers);
      double sink = sink(table, ledgers);
      double copy = copy(table, ledgers);
      System.out.printf(
          Locale.ROOT,
          "%s round %d: stream %,.0f rows/s (%.0f %%), sink alone %,.0f (%.0f %%), COPY %,.0f%n",
          table.table.name(),
          round,
          stream,
          100 * stream / copy,
          sink,
          100 * sink / copy,
          copy);
    }
  }

  /** With the service's own limits. */
  private static StoringRun run(TestTable table, FakeEventService upstream, TestDatabase database) {
    return new StoringRun(
        table.table,
        upstream.port(),
        server.port(),
        database.name(),
        new StoringRun.Batches(1_000, 16 << 20));
  }

  private static double rate(long begin) {
    return LEDGERS * EVENTS_A_LEDGER * 1e9 / (System.nanoTime() - begin);
  }

  /** From an upstream in this process, over a socket. */
  private double stream(TestTable table, List<LedgerEvents> ledgers) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    try (FakeEventService upstream = new FakeEventService(ledgers);
        StoringRun run = run(table, upstream, database)) {
      run.migrate();
      database.execute("CHECKPOINT");
      long begin = System.nanoTime();
      run.store(1, LEDGERS);
      return rate(begin);
    }
  }

  /** Ten transactions of ledgers that are there. */
  private double sink(TestTable table, List<LedgerEvents> ledgers) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    PGSimpleDataSource source = Databases.open(StoringRun.settings(server.port(), database.name()));
    Databases.migrate(source, List.of(table.table));
    try (PostgresSink sink = new PostgresSink(source, table.table, table.table.name())) {
      database.execute("CHECKPOINT");
      long begin = System.nanoTime();
      int size = Math.max(1, LEDGERS / 10);
      for (int from = 0; from < LEDGERS; from += size) {
        List<LedgerEvents> some = ledgers.subList(from, Math.min(LEDGERS, from + size));
        sink.write(new LedgerBatch(sink.cursor(), some));
      }
      return rate(begin);
    }
  }

  /** The rows that the sink writes, by the server itself from a file of its own. */
  private double copy(TestTable table, List<LedgerEvents> ledgers) throws Exception {
    TestDatabase database = TestDatabase.in(server);
    String name = table.table.name();
    try (FakeEventService upstream = new FakeEventService(ledgers);
        StoringRun run = run(table, upstream, database)) {
      run.store(1, LEDGERS);
    }
    Path file = file();
    String columns = columns(database, name);
    database.execute(
        "COPY (SELECT "
            + columns
            + " FROM "
            + name
            + " ORDER BY ledger_sequence, ordinal) TO '"
            + file
            + "'");
    database.execute("TRUNCATE " + name);
    database.execute("CHECKPOINT");
    long begin = System.nanoTime();
    database.execute("COPY " + name + " (" + columns + ") FROM '" + file + "'");
    double rate = rate(begin);
    assertThat(database.rows("SELECT count(*) FROM " + name))
        .containsExactly(Integer.toString(LEDGERS * EVENTS_A_LEDGER));
    Files.delete(file);
    return rate;
  }

  /** The server, which may run as another user, writes into it. */
  private Path file() throws IOException {
    Path file = folder.resolve("rows");
    Files.createFile(file);
    file.toFile().setWritable(true, false);
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return file;
  }

  private static String columns(TestDatabase database, String table) throws Exception {
    return String.join(
        ", ",
        database.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = '"
                + table
                + "' AND column_name NOT IN ('id', 'created_at') ORDER BY ordinal_position"));
  }

  private List<LedgerEvents> ledgers(TestTable table) {
    for (int i = 0; i < ADDRESSES; i++) {
      addresses.add(
          "G"
              + random
                  .ints(55, 'A', 'Z' + 1)
                  .mapToObj(Character::toString)
                  .collect(Collectors.joining()));
    }
    List<LedgerEvents> ledgers = new ArrayList<>();
    for (long sequence = 1; sequence <= LEDGERS; sequence++) {
      boolean transfers = table == TestTable.TOKEN_TRANSFERS;
      ledgers.add(transfers ? transfers(sequence) : contractEvents(sequence));
    }
    return ledgers;
  }

  private LedgerEvents transfers(long sequence) {
    TokenTransferEvent[] events = new TokenTransferEvent[EVENTS_A_LEDGER];
    String hash = hash();
    for (int i = 0; i < EVENTS_A_LEDGER; i++) {
      hash = i % 3 == 0 ? hash() : hash;
      TokenTransferEvent.Builder event =
          (i % 3 == 0 ? TestLedgers.fee("100") : TestLedgers.transfer(amount())).toBuilder();
      event.getMetaBuilder().setTxHash(hash).setTransactionIndex(i / 3 + 1);
      if (event.hasFee()) {
        event.getFeeBuilder().setFrom(address());
      } else {
        event.getTransferBuilder().setFrom(address()).setTo(address());
      }
      events[i] = event.build();
    }
    return TestDigests.added(TestLedgers.ledger(sequence, events).toBuilder()).build();
  }

  private LedgerEvents contractEvents(long sequence) {
    LedgerEvents.Builder ledger = TestLedgers.ledger(sequence).toBuilder();
    for (int i = 0; i < EVENTS_A_LEDGER; i++) {
      ContractEvent.Builder event =
          TestContractEvents.event(
              "transfer",
              TestContractEvents.i128(amount()).toBuilder().setXdrBase64(xdr(20)).build(),
              TestContractEvents.symbol("transfer").toBuilder().setXdrBase64(xdr(16)).build(),
              TestContractEvents.account(address()).toBuilder().setXdrBase64(xdr(40)).build(),
              TestContractEvents.account(address()).toBuilder().setXdrBase64(xdr(40)).build(),
              TestContractEvents.value("\"USDC:" + TestContractEvents.ISSUER + "\""));
      event.getMetaBuilder().setTxHash(hash()).setTxIndex(i + 1);
      ledger.addContractEvents(TestContractEvents.numbered(i, event));
    }
    return TestDigests.added(ledger).build();
  }

  private String amount() {
    return new BigInteger(40, random).toString();
  }

  private String address() {
    return addresses.get(random.nextInt(ADDRESSES));
  }

  private String hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String xdr(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 0, 8, (byte) 0);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
