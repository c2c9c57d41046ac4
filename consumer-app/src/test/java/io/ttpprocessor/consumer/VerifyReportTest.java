package io.ttpprocessor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.store.LedgerSpan;
import io.ttpprocessor.store.RowDifference;
import io.ttpprocessor.store.RowDifference.Column;
import io.ttpprocessor.store.RowDifference.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Goal: a ledger is a line, however many of its rows differ; JSON has each row. */
class VerifyReportTest {
  private final StringWriter out = new StringWriter();

  @Test
  void aLedgerWithThousandsOfRowsIsALine() {
    VerifyReport report = report(false);
    for (int event = 0; event < 4_000; event++) {
      report.differs(row(7, event, Kind.MISSING));
    }
    report.differs(row(7, 4_000, Kind.EXTRA));
    report.differs(row(8, 1, Kind.CHANGED));
    report.differs(row(8, 4, Kind.CHANGED));
    report.differs(row(8, 5, Kind.EXTRA));
    report.differs(row(8, 6, Kind.CHANGED));
    report.differs(digest(7));
    report.differs(digest(9));
    report.compared(3);
    report.summary(new LedgerSpan(1, 10), 5_000);
    assertThat(out.toString().lines())
        .containsExactly(
            "ledger 7 of token_transfers: 4000 missing (events 0, 1, 2 and 3997 more),"
                + " 1 extra (event 4000), digest changed (event_count)",
            "ledger 8 of token_transfers: 1 extra (event 5), 3 changed (events 1, 4, 6)",
            "ledger 9 of token_transfers: digest changed (event_count)",
            "token_transfers: ledgers 1 to 10, 5000 events compared: 3 ledgers differ: 4000 rows"
                + " missing, 2 extra, 3 changed, 2 digests; 0 ledgers repaired");
  }

  @Test
  void whatDiffersIsSaidBeforeWhatCameOfIt() {
    VerifyReport report = report(false);
    report.differs(row(7, 0, Kind.CHANGED));
    report.repaired(7);
    report.compared(1);
    report.differs(row(70, 0, Kind.CHANGED));
    report.refused(70, "of another history");
    report.compared(1);
    report.differs(row(700, 0, Kind.CHANGED));
    report.failed("the database is away");
    assertThat(out.toString().lines())
        .containsExactly(
            "ledger 7 of token_transfers: 1 changed (event 0)",
            "ledger 7 of token_transfers: repaired",
            "ledger 70 of token_transfers: 1 changed (event 0)",
            "ledger 70 of token_transfers: not repaired: of another history",
            "ledger 700 of token_transfers: 1 changed (event 0)",
            "token_transfers: not verified: the database is away");
  }

  @Test
  void jsonHasEachRow() {
    VerifyReport report = report(true);
    for (int event = 0; event < 5; event++) {
      report.differs(row(7, event, Kind.CHANGED));
    }
    report.compared(1);
    assertThat(out.toString().lines())
        .hasSize(5)
        .contains(
            "{\"table\":\"token_transfers\",\"ledger\":7,\"row\":\"event\",\"ordinal\":4,"
                + "\"difference\":\"changed\",\"columns\":{\"amount\":{\"stored\":\"1\","
                + "\"expected\":\"2\"}}}");
  }

  private VerifyReport report(boolean json) {
    return new VerifyReport("token_transfers", new PrintWriter(out), json);
  }

  private static RowDifference row(long ledger, long event, Kind kind) {
    List<Column> columns = List.of(new Column("amount", "1", "2"));
    return new RowDifference("token_transfers", ledger, OptionalLong.of(event), kind, columns);
  }

  private static RowDifference digest(long ledger) {
    List<Column> columns = List.of(new Column("event_count", "1", "2"));
    return new RowDifference("ledger_digests", ledger, OptionalLong.empty(), Kind.CHANGED, columns);
  }
}
