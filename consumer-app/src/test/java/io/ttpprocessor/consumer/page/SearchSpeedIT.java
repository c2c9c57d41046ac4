package io.ttpprocessor.consumer.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.kit.config.Secret;
import io.ttpprocessor.store.ContractEventTable;
import io.ttpprocessor.store.DatabaseSettings;
import io.ttpprocessor.store.Databases;
import io.ttpprocessor.store.TestDatabase;
import io.ttpprocessor.store.TokenTransferTable;
import io.ttpprocessor.testkit.EmbeddedDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Goal: a search takes as long as what it finds, not as long as what is stored. Method: a million
 * token transfers and a quarter of a million contract events, of which some accounts, assets and
 * contracts have very many, others few, and some none; the plans must go along indexes, and the
 * times, which no test can promise of another machine, are printed.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SearchSpeedIT {
  private static final int TRANSFERS = Integer.getInteger("ttp.rows", 1_000_000);
  private static final int CONTRACT_EVENTS = TRANSFERS / 4;
  private static final int LIMIT = 51;
  private static final int ROUNDS = 5;

  /** Half of all; one row in ten of the oldest fifth; two rows; none. */
  private static final String POPULAR = address('G', 1);

  private static final String FORMER = address('G', 2);
  private static final String RARE = address('G', 3);
  private static final String NOBODY = address('G', 4);
  private static final String TOKEN = address('C', 1);
  private static final String RARE_TOKEN = address('C', 2);
  private static final String NO_TOKEN = address('C', 3);
  private static final String LUMEN = address('C', 4);
  private static final String HASH = "ab".repeat(32);

  private static EmbeddedDatabase server;
  private static PageDatabase database;

  private static String address(char kind, int number) {
    byte[] payload = new byte[StrKey.KEY_BYTES];
    Arrays.fill(payload, (byte) number);
    return StrKey.encode(kind == 'G' ? StrKey.ACCOUNT_VERSION : 2 << 3, payload);
  }

  @BeforeAll
  static void fill() throws Exception {
    server = EmbeddedDatabase.start();
    TestDatabase rows = TestDatabase.in(server);
    PGSimpleDataSource source = source(rows);
    Databases.migrate(
        source,
        List.of(new TokenTransferTable(), new ContractEventTable(List.of(), List.of(), false)));
    // Several, as a long history has.
    rows.execute(
        "SELECT ttp_ensure_partitions(name, 1000, 1000 + "
            + Math.max(TRANSFERS / 400, CONTRACT_EVENTS / 100)
            + ", 1000) FROM unnest(ARRAY['token_transfers', 'contract_events']) AS name");
    rows.execute(
        filled(
            """
            INSERT INTO token_transfers SELECT
              1000 + i / 400, i % 400, '2026-01-01'::timestamptz + i / 400 * interval '5 s',
              CASE WHEN i IN (77, 78) THEN '%HASH%' ELSE md5((i / 3)::text) || md5(i::text) END,
              1 + i % 400 / 3, 1,
              CASE WHEN i % 2 = 0 THEN 'fee' ELSE 'transfer' END,
              CASE WHEN i % 2 = 0 THEN '%LUMEN%' WHEN i % 100 = 1 THEN '%RARE_TOKEN%'
                WHEN i % 3 = 0 THEN '%TOKEN%' ELSE 'C' || h % 5000 END,
              CASE WHEN i % 2 = 0 THEN 'native' WHEN i % 100 = 1 THEN NULL
                WHEN i % 3 = 0 THEN 'USDC:%POPULAR%' WHEN i = 103 THEN 'RARE:%POPULAR%'
                ELSE 'A' || h % 5000 || ':%POPULAR%' END,
              CASE WHEN i IN (501, 700001) THEN '%RARE%'
                WHEN i < %N% / 5 AND h % 10 = 0 THEN '%FORMER%'
                WHEN h % 2 = 0 THEN '%POPULAR%' ELSE 'G' || h % 100000 END,
              CASE WHEN i % 2 = 0 THEN NULL WHEN h % 3 = 0 THEN '%POPULAR%'
                ELSE 'G' || h % 99991 END,
              1 + h % 1000000,
              CASE WHEN i % 2 = 1 AND h % 6 = 0 THEN 'id' END,
              CASE WHEN i % 2 = 1 AND h % 6 = 0 THEN (h % 50000)::text END
            FROM (SELECT i, abs(hashint8(i)::bigint) AS h FROM generate_series(0, %N% - 1) AS i)
              AS numbers"""));
    rows.execute(
        filled(
            """
            INSERT INTO contract_events (ledger_sequence, ledger_closed_at, tx_hash, tx_index,
              contract_id, event_type, event_index, topics, event_data, ordinal) SELECT
              1000 + i / 100, '2026-01-01'::timestamptz + i / 100 * interval '5 s',
              CASE WHEN i = 77 THEN '%HASH%' ELSE md5(i::text) || md5(i::text) END, 1,
              CASE WHEN i < %E% / 5 THEN '%RARE_TOKEN%' WHEN i % 2 = 0 THEN '%TOKEN%'
                ELSE 'C' || i % 5000 END,
              'transfer', 0, '["transfer"]', to_jsonb(i), i % 100
            FROM generate_series(0, %E% - 1) AS i"""));
    rows.execute("ANALYZE");
    database = new PageDatabase(source);
  }

  private static PGSimpleDataSource source(TestDatabase rows) {
    return Databases.open(
        new DatabaseSettings(
            "localhost",
            rows.port(),
            rows.name(),
            EmbeddedDatabase.USER,
            new Secret(EmbeddedDatabase.USER),
            "disable",
            Optional.empty()));
  }

  private static String filled(String sql) {
    return sql.replace("%N%", Integer.toString(TRANSFERS))
        .replace("%E%", Integer.toString(CONTRACT_EVENTS))
        .replace("%HASH%", HASH)
        .replace("%LUMEN%", LUMEN)
        .replace("%RARE_TOKEN%", RARE_TOKEN)
        .replace("%TOKEN%", TOKEN)
        .replace("%POPULAR%", POPULAR)
        .replace("%FORMER%", FORMER)
        .replace("%RARE%", RARE);
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
  }

  private static String value(String name) {
    return switch (name) {
      case "POPULAR" -> POPULAR;
      case "FORMER" -> FORMER;
      case "RARE" -> RARE;
      case "NOBODY" -> NOBODY;
      case "TOKEN" -> TOKEN;
      case "RARE_TOKEN" -> RARE_TOKEN;
      case "NO_TOKEN" -> NO_TOKEN;
      case "LUMEN" -> LUMEN;
      case "HASH" -> HASH;
      default -> name.replace("ISSUER", POPULAR);
    };
  }

  /** What the rows above hold, counted by hand from their definition; 51: the limit. */
  @ParameterizedTest
  @CsvSource({
    "POPULAR, 51",
    "FORMER, 51",
    "RARE, 2",
    "NOBODY, 0",
    "USDC:ISSUER, 51",
    "RARE:ISSUER, 1",
    "NONE:ISSUER, 0",
    "native, 51",
    "TOKEN, 51",
    "RARE_TOKEN, 51",
    "NO_TOKEN, 0",
    "LUMEN, 51",
    "HASH, 2"
  })
  void aSearchOfTransfersGoesAlongAnIndex(String name, int expected) throws Exception {
    SearchQuery query = SearchQuery.parse(value(name));
    boolean isLumen = name.equals("LUMEN");
    measure(
        "transfers " + name,
        before -> SearchSql.transfers(query, isLumen, before, LIMIT),
        expected);
  }

  /** A customer of the account that receives most. */
  @ParameterizedTest
  @CsvSource({"12, 1", "18446744073709551615, 0"})
  void aCustomerIsFoundAmongManyOfTheSameAccount(String id, int least) throws Exception {
    SearchQuery query = new SearchQuery(SearchQuery.Kind.MUXED_ACCOUNT, POPULAR, Optional.of(id));
    int found =
        measure(
            "transfers muxed " + id,
            before -> SearchSql.transfers(query, false, before, LIMIT),
            -1);
    assertThat(found).isGreaterThanOrEqualTo(least);
  }

  @ParameterizedTest
  @CsvSource({"TOKEN, 51", "RARE_TOKEN, 51", "NO_TOKEN, 0", "HASH, 1"})
  void aSearchOfContractEventsGoesAlongAnIndex(String name, int expected) throws Exception {
    SearchQuery query = SearchQuery.parse(value(name));
    measure(
        "contract events " + name,
        before -> SearchSql.contractEvents(query, before, LIMIT),
        expected);
  }

  @Test
  void theTopAssetsOfTheHourAreTold() throws Exception {
    TopAssets assets = new TopAssets(database);
    long begin = System.nanoTime();
    assertThat((List<?>) assets.read().get("tokens")).hasSizeGreaterThan(8);
    System.out.printf("top assets: %.1f ms%n", (System.nanoTime() - begin) / 1e6);
  }

  /** The first page and one from the middle of the history. */
  private static int measure(String what, Function<PlaceKey, SearchSql> search, int expected)
      throws Exception {
    int found = 0;
    for (PlaceKey before : List.of(PlaceKey.END, new PlaceKey(1000 + TRANSFERS / 800, 0))) {
      SearchSql sql = search.apply(before);
      String plan = plan(sql);
      long longest = 0;
      int rows = 0;
      for (int i = 0; i < ROUNDS; i++) {
        long begin = System.nanoTime();
        rows = database.search(sql).size();
        longest = Math.max(longest, System.nanoTime() - begin);
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %s: %d rows, at most %.1f ms%n",
          what,
          before == PlaceKey.END ? "first page" : "from the middle",
          rows,
          longest / 1e6);
      assertThat(plan).as(what).contains("Index").doesNotContain("Seq Scan");
      if (sql.isOrdered()) {
        // Backwards along the whole table would be quick for what is popular now, and for nothing
        // else.
        assertThat(plan).as(what).doesNotContain("_pkey", "_sequence_ordinal_key");
        assertThat(plan).as(what).doesNotContain("Bitmap");
      }
      if (before == PlaceKey.END) {
        found = rows;
      }
    }
    assertThat(found).as(what).isEqualTo(expected < 0 ? found : expected);
    return found;
  }

  private static String plan(SearchSql sql) throws Exception {
    StringBuilder plan = new StringBuilder();
    for (Map<String, Object> line :
        database.search(new SearchSql("EXPLAIN " + sql.text(), sql.values(), sql.isOrdered()))) {
      plan.append(line.get("QUERY PLAN")).append('\n');
    }
    return plan.toString();
  }
}
