package io.ttpprocessor.datalake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.LedgerCursor;
import io.ttpprocessor.source.LedgerRange;
import io.ttpprocessor.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How tests read a lake. */
final class Reading {
  private Reading() {}

  static CompletableFuture<Optional<LedgerBytes>> nextOf(LedgerCursor cursor) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return cursor.next();
          } catch (SourceException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static List<LedgerBytes> readAll(LakeLedgerSource source, LedgerRange range)
      throws SourceException, InterruptedException {
    List<LedgerBytes> read = new ArrayList<>();
    try (LedgerCursor cursor = source.open(range)) {
      for (Optional<LedgerBytes> ledger = cursor.next();
          ledger.isPresent();
          ledger = cursor.next()) {
        read.add(ledger.get());
      }
      assertThat(cursor.next()).isEmpty();
    }
    return read;
  }

  /** Kind and message of the failure that comes after exactly {@code good} ledgers. */
  static String failureAfter(LakeLedgerSource source, LedgerRange range, int good)
      throws SourceException, InterruptedException {
    try (LedgerCursor cursor = source.open(range)) {
      for (int i = 0; i < good; i++) {
        assertThat(cursor.next()).map(LedgerBytes::sequence).hasValue(range.first() + i);
      }
      SourceException failure = catchThrowableOfType(SourceException.class, cursor::next);
      assertThat(failure).as("failure after %d ledgers of %s", good, range).isNotNull();
      return failure.kind() + " " + failure.getMessage();
    }
  }
}
