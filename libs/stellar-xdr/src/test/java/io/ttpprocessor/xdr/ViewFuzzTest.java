package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.xdr.codegen.model.SchemaModel;
import io.ttpprocessor.xdr.runtime.CheckListener;
import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a value that takes them all and whose accessors all work, or an error that says
 * what is wrong and where. The first byte selects the type.
 *
 * <p>The ordinary build runs the seeds and what earlier fuzzing found. With {@code JAZZER_FUZZ=1}
 * in the environment, {@code -Djazzer.hooks=true} and {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled} it goes on to new inputs.
 */
@Timeout(60)
class ViewFuzzTest {
  private static final int SEEDS_OF_A_TYPE = 3;
  private static final int TRIES = 30;

  /** Seeds of few bytes get on best; a ledger's header alone takes more than 300. */
  private static final int SEED_SIZE = 4_000;

  /** Accessors are called by reflection, which larger values would spend all the time in. */
  private static final int WALKED_SIZE = 1_000;

  private static final ViewWalker WALKER = new ViewWalker();

  @FunctionalInterface
  private interface Parser {
    XdrView parse(byte[] bytes, int offset, int limit);
  }

  private record Type(String name, Parser parser) {}

  /** What readers of ledgers begin with; inputs name them by their position: add at the end. */
  private static final List<Type> TYPES =
      List.of(
          new Type("LedgerCloseMeta", LedgerCloseMetaView::parseExactly),
          new Type("LedgerCloseMetaBatch", LedgerCloseMetaBatchView::parseExactly),
          new Type("TransactionEnvelope", TransactionEnvelopeView::parseExactly),
          new Type("TransactionMeta", TransactionMetaView::parseExactly),
          new Type("TransactionResult", TransactionResultView::parseExactly),
          new Type("TransactionResultPair", TransactionResultPairView::parseExactly),
          new Type("LedgerHeaderHistoryEntry", LedgerHeaderHistoryEntryView::parseExactly),
          new Type("LedgerEntry", LedgerEntryView::parseExactly),
          new Type("LedgerEntryChange", LedgerEntryChangeView::parseExactly),
          new Type("ContractEvent", ContractEventView::parseExactly),
          new Type("DiagnosticEvent", DiagnosticEventView::parseExactly),
          new Type("SCVal", SCValView::parseExactly),
          new Type("ClaimPredicate", ClaimPredicateView::parseExactly),
          new Type("GeneralizedTransactionSet", GeneralizedTransactionSetView::parseExactly));

  static Stream<byte[]> seeds() {
    SchemaModel schema = RandomXdrTest.model();
    List<byte[]> seeds = new ArrayList<>();
    for (int selector = 0; selector < TYPES.size(); selector++) {
      seeds.addAll(valuesOf(schema, selector));
    }
    int values = selectorOf("SCVal");
    seeds.add(input(values, DeepValues.vectors(500).toArray()));
    seeds.add(input(values, DeepValues.vectors(501).toArray()));
    int predicates = selectorOf("ClaimPredicate");
    seeds.add(input(predicates, DeepValues.negations(750).toArray()));
    seeds.add(input(predicates, DeepValues.negations(751).toArray()));
    return seeds.stream();
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] input) throws ReflectiveOperationException {
    if (input.length == 0) {
      return;
    }
    Type type = TYPES.get((input[0] & 0xFF) % TYPES.size());
    XdrView view;
    try {
      view = type.parser.parse(input, 1, input.length);
    } catch (XdrException e) {
      assertThat(e.kind()).isNotNull();
      assertThat(e.offset()).isBetween(1, input.length);
      assertThat(e.detail()).isNotBlank();
      return;
    }
    assertThat(view.end()).isEqualTo(input.length);
    assertThat(view.copy()).isEqualTo(Arrays.copyOfRange(input, 1, input.length));
    if (view instanceof LedgerCloseMetaView) {
      checkWithListener(input);
    }
    if (input.length <= WALKED_SIZE) {
      WALKER.walk(view);
    }
  }

  /** A check that tells of values finds the same, and tells of values that end where it says. */
  private static void checkWithListener(byte[] input) {
    CheckListener listener =
        (type, offset, end) -> {
          assertThat(offset).isBetween(1, end);
          assertThat(end).isLessThanOrEqualTo(input.length);
          if (type == TransactionEnvelopeView.class) {
            assertThat(TransactionEnvelopeView.at(input, offset).end()).isEqualTo(end);
          } else if (type == TransactionMetaView.class) {
            assertThat(TransactionMetaView.at(input, offset).end()).isEqualTo(end);
          }
        };
    assertThat(LedgerCloseMetaView.parseExactly(input, 1, input.length, listener).end())
        .isEqualTo(input.length);
    byte[] ledger = Arrays.copyOfRange(input, 1, input.length);
    try {
      assertThat(LedgerView.parse(ledger, Network.of("a network")).transactions()).isEmpty();
    } catch (LedgerException e) {
      assertThat(e).hasMessageStartingWith("ledger " + e.ledgerSequence());
    }
  }

  /** The largest of small random values, which are the same each time. */
  private static List<byte[]> valuesOf(SchemaModel schema, int selector) {
    String name = TYPES.get(selector).name;
    return IntStream.range(0, TRIES)
        .mapToObj(seed -> new RandomXdr(schema, seed).value(schema.type(name)))
        .filter(value -> value.length <= SEED_SIZE)
        .sorted(Comparator.comparingInt((byte[] value) -> value.length).reversed())
        .limit(SEEDS_OF_A_TYPE)
        .map(value -> input(selector, value))
        .toList();
  }

  private static int selectorOf(String name) {
    return TYPES.stream().map(Type::name).toList().indexOf(name);
  }

  private static byte[] input(int selector, byte[] value) {
    return new XdrBytes().raw((byte) selector).raw(value).toArray();
  }
}
