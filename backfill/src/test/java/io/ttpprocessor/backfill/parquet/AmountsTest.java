package io.ttpprocessor.backfill.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttpprocessor.backfill.output.FolderOutputStore;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.event.TransactionRef;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: no amount loses a digit. Method: a file of amounts at the borders of 64 bits, of 38 digits
 * and of 128 bits, written out by hand, is read back.
 */
class AmountsTest {
  private static final String CONTRACT = "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA";

  /** Each amount, and whether 38 digits hold it. */
  private static final Map<String, Boolean> AMOUNTS =
      Map.ofEntries(
          Map.entry("0", true),
          Map.entry("-1", true),
          Map.entry("100", true),
          Map.entry("9223372036854775807", true),
          Map.entry("-9223372036854775808", true),
          Map.entry("9223372036854775808", true),
          Map.entry("-9223372036854775809", true),
          Map.entry("99999999999999999999999999999999999999", true),
          Map.entry("-99999999999999999999999999999999999999", true),
          Map.entry("100000000000000000000000000000000000000", false),
          Map.entry("-100000000000000000000000000000000000000", false),
          Map.entry("170141183460469231731687303715884105727", false),
          Map.entry("-170141183460469231731687303715884105728", false));

  @TempDir private Path folder;

  @Test
  void everyAmountIsReadBackWhole() throws Exception {
    List<String> amounts = List.copyOf(AMOUNTS.keySet());
    LedgerEvents ledger =
        new LedgerEvents(
            7, new byte[32], new byte[32], 0, 28, amounts.stream().map(this::mint).toList());
    try (FolderOutputStore store = new FolderOutputStore(folder);
        TokenTransferFile file =
            new TokenTransferFile(
                store.create("a/part.parquet"),
                new ParquetOptions(1, 1 << 20),
                Map.of(),
                EventKind.MINT)) {
      for (int ordinal = 0; ordinal < amounts.size(); ordinal++) {
        file.write(ledger, ordinal);
      }
      file.file().commit();
    }
    List<Object> read = new ArrayList<>();
    for (Map<String, Object> row : ParquetRows.in(folder)) {
      String amount = row.get("amount").toString();
      read.add(amount);
      assertThat(row.get("amount_decimal"))
          .as(amount)
          .isEqualTo(AMOUNTS.get(amount) ? new BigDecimal(amount) : null);
    }
    assertThat(read).isEqualTo(amounts);
  }

  private TokenEvent mint(String amount) {
    Address contract = Address.parse(CONTRACT);
    TransactionRef transaction = TransactionRef.of(1, OpaqueView.fixed(new byte[32], 0, 32));
    return TokenEvent.of(EventKind.MINT, transaction, 1)
        .contract(contract)
        .to(contract)
        .amount(Amount.of(new BigInteger(amount)))
        .build();
  }
}
