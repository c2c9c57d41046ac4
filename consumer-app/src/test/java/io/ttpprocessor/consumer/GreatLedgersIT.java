package io.ttpprocessor.consumer;

import static io.ttpprocessor.store.TestContractEvents.event;
import static io.ttpprocessor.store.TestContractEvents.numbered;
import static io.ttpprocessor.store.TestContractEvents.symbol;
import static io.ttpprocessor.store.TestContractEvents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TestDigests;
import io.ttpprocessor.store.TestLedgers;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: what is larger, or emptier, than any ordinary ledger passes from the stream to the table.
 */
@Timeout(180)
class GreatLedgersIT {
  private static final int EVENTS = 11_000;

  @AutoClose private static final EmbeddedDatabase server = EmbeddedDatabase.start();
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.in(server);
  }

  private void store(TestTable table, List<LedgerEvents> ledgers) throws Exception {
    try (FakeEventService upstream = new FakeEventService(ledgers);
        StoringRun run =
            new StoringRun(table.table, upstream.port(), database.port(), database.name(), 1_000)) {
      assertThat(run.store(1, ledgers.size())).isTrue();
    }
  }

  @Test
  void aTransactionOfElevenThousandTransfers() throws Exception {
    TokenTransferEvent[] events = new TokenTransferEvent[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      events[i] = TestLedgers.transfer(Integer.toString(i));
    }
    store(
        TestTable.TOKEN_TRANSFERS,
        List.of(TestDigests.added(TestLedgers.ledger(1, events).toBuilder()).build()));
    assertThat(
            database.rows(
                "SELECT count(*), count(DISTINCT tx_hash), min(ordinal), max(ordinal),"
                    + " bool_and(amount = ordinal) FROM token_transfers"))
        .containsExactly("11000|1|0|10999|t");
  }

  @Test
  void aMessageOfFortyMebibytesInOneTransaction() throws Exception {
    LedgerEvents.Builder ledger = TestLedgers.ledger(1).toBuilder();
    for (int i = 0; i < EVENTS; i++) {
      String text = Integer.toString(i) + " ".repeat(3_700);
      ledger.addContractEvents(numbered(i, event("big", value("\"" + text + "\""), symbol("big"))));
    }
    LedgerEvents message = TestDigests.added(ledger).build();
    assertThat(message.getSerializedSize()).isGreaterThan(40 << 20);
    store(TestTable.CONTRACT_EVENTS, List.of(message));
    assertThat(
            database.rows(
                "SELECT count(*), min(ordinal), max(ordinal), min(length(event_data#>>'{}')),"
                    + " bool_and((event_data#>>'{}')::int = ordinal) FROM contract_events"))
        .containsExactly("11000|0|10999|3701|t");
  }

  @Test
  void aHundredThousandEmptyLedgers() throws Exception {
    store(
        TestTable.TOKEN_TRANSFERS,
        LongStream.rangeClosed(1, 100_000)
            .mapToObj(sequence -> TestDigests.added(TestLedgers.ledger(sequence).toBuilder()))
            .map(LedgerEvents.Builder::build)
            .toList());
    assertThat(database.cursor()).containsExactly("1|100000|" + TestLedgers.hashHex(100_000));
    assertThat(
            database.rows(
                "SELECT count(*), min(ledger_sequence), max(ledger_sequence), max(event_count)"
                    + " FROM ledger_digests"))
        .containsExactly("100000|1|100000|0");
    assertThat(database.rows("SELECT count(*) FROM token_transfers")).containsExactly("0");
  }
}
