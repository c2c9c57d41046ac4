package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.OneOperation;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrException.Kind;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Values as deep as is allowed, in the data of a contract event that is a token's: on a thread with
 * the default stack the extractor reads the event, one level deeper it refuses the ledger.
 */
@Timeout(60)
class DeepLedgerTest {
  /** Levels that a value nests, counted as XdrCheck does: struct, union, array and optional. */
  private static final int MAXIMUM = 1500;

  /**
   * Level of the data: LedgerCloseMeta 0, its version 1, processing 2 and 3, TransactionMeta 4, its
   * version 5, operations 6 and 7, events 8 and 9, the event's body 10, its version 11, data 12.
   */
  private static final int DATA = 12;

  private static final int VECTOR = 3; // optional, array, element
  private static final int MAP = 4; // optional, array, entry, value
  private static final int VOID = 1;

  @Test
  void deepestDataIsRead() throws Exception {
    int deepest = (MAXIMUM - DATA - MAP) / VECTOR;

    List<TokenEvent> events = onDefaultStack(() -> extract(transfer(vectors(deepest))));

    assertThat(events).hasSize(2); // the fee and the transfer
    assertThat(events.get(1).amount()).hasToString("5");
  }

  @Test
  void deeperDataIsRefused() throws Exception {
    int tooDeep = (MAXIMUM - DATA - MAP) / VECTOR + 1;

    XdrException thrown =
        onDefaultStack(
            () ->
                catchThrowableOfType(
                    XdrException.class, () -> extract(transfer(vectors(tooDeep)))));

    assertThat(thrown.kind()).isEqualTo(Kind.TOO_DEEP);
  }

  /** The limit ends the walk, not the stack. */
  @Test
  void hundredThousandLevelsAreRefused() throws Exception {
    XdrException thrown =
        onDefaultStack(
            () ->
                catchThrowableOfType(
                    XdrException.class, () -> extract(transfer(vectors(100_000)))));

    assertThat(thrown.kind()).isEqualTo(Kind.TOO_DEEP);
  }

  @Test
  void randomDataAtTheLimitIsRead() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      XdrBytes data = random(new Random(seed));

      assertThat(onDefaultStack(() -> extract(transfer(data)))).hasSize(2);
    }
  }

  /** Among them as JSON, which is written and read again. */
  @Test
  void deepestDataIsReadInEachWay() throws Exception {
    AllReadings readings = new AllReadings(OneOperation.NETWORK);
    byte[] vectors = transfer(vectors((MAXIMUM - DATA - MAP) / VECTOR));

    assertThat(onDefaultStack(() -> readings.of(vectors))).isEqualTo(Outcome.READ);
    for (int seed = 0; seed < 5; seed++) {
      byte[] ledger = transfer(random(new Random(seed)));
      assertThat(onDefaultStack(() -> readings.of(ledger))).isEqualTo(Outcome.READ);
    }
  }

  private static List<TokenEvent> extract(byte[] ledger) {
    return new EventExtractor(OneOperation.NETWORK).extract(ledger).events();
  }

  /** A ledger with a transfer of 5 whose data has one more entry than the amount. */
  private static byte[] transfer(XdrBytes more) {
    XdrBytes data =
        XdrBytes.map(XdrBytes.symbol("amount"), XdrBytes.i128(0, 5), XdrBytes.symbol("more"), more);
    return OneOperation.invocation(
            XdrBytes.event(
                new byte[32],
                data,
                XdrBytes.symbol("transfer"),
                XdrBytes.accountAddress(1),
                XdrBytes.accountAddress(2)))
        .ledger();
  }

  /** Nothing in so many vectors of one element. */
  private static XdrBytes vectors(int count) {
    XdrBytes bytes = new XdrBytes();
    for (int i = 0; i < count; i++) {
      bytes.append(XdrBytes.ints(16, 1, 1));
    }
    return bytes.int32(VOID);
  }

  /** Vectors and maps in one another, of up to three entries, the last of which goes deeper. */
  private static XdrBytes random(Random random) {
    XdrBytes bytes = new XdrBytes();
    for (int level = DATA + MAP; level + MAP <= MAXIMUM; ) {
      int before = random.nextInt(3);
      boolean isMap = random.nextBoolean();
      bytes.append(XdrBytes.ints(isMap ? 17 : 16, 1, before + 1));
      for (int i = 0; i < (isMap ? 2 * before + 1 : before); i++) {
        bytes.int32(VOID);
      }
      level += isMap ? MAP : VECTOR;
    }
    return bytes.int32(VOID);
  }

  private static <T> T onDefaultStack(Supplier<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    new Thread(() -> result.completeAsync(work, Runnable::run)).start();
    return result.get();
  }
}
