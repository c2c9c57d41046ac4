package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a value all of whose accessors work, or an error that says where. The first byte
 * selects the type. The ordinary build runs the seeds and what earlier fuzzing found; with {@code
 * JAZZER_FUZZ=1} in the environment it goes on to new inputs.
 */
@Timeout(60)
class ViewFuzzTest {
  /** Reflection walks about a megabyte a second; larger values add nothing that is new. */
  private static final int WALKED_SIZE = 10_000;

  private static final ViewWalker WALKER = new ViewWalker();

  @FunctionalInterface
  private interface Parser {
    XdrView parse(byte[] bytes, int offset, int limit);
  }

  /** What readers of ledgers begin with; seeds name them by their position: add at the end. */
  private static final List<Parser> PARSERS =
      List.of(
          LedgerCloseMetaView::parseExactly,
          LedgerCloseMetaBatchView::parseExactly,
          TransactionEnvelopeView::parseExactly,
          TransactionResultPairView::parseExactly,
          TransactionMetaView::parseExactly,
          LedgerHeaderHistoryEntryView::parseExactly,
          LedgerEntryView::parseExactly,
          LedgerEntryChangeView::parseExactly,
          ContractEventView::parseExactly,
          SCValView::parseExactly,
          ClaimPredicateView::parseExactly,
          GeneralizedTransactionSetView::parseExactly,
          TransactionSignaturePayloadView::parseExactly,
          HashIDPreimageView::parseExactly,
          InvokeHostFunctionSuccessPreImageView::parseExactly);

  static Stream<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] ledger : GoldenCorpus.SYNTHETIC_UNIFIED.ledgers().subList(0, 20)) {
      LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length);
      if (ledger.length < WALKED_SIZE) {
        seeds.add(seed(0, ledger));
        seeds.add(seed(1, new XdrBytes().int64(1L << 32 | 1).int32(1).raw(ledger).toArray()));
      }
      addParts(meta, seeds);
    }
    seeds.add(seed(9, DeepValues.vectors(500).toArray()));
    seeds.add(seed(9, DeepValues.vectors(501).toArray()));
    seeds.add(seed(10, DeepValues.negations(750).toArray()));
    seeds.add(seed(10, DeepValues.negations(751).toArray()));
    return seeds.stream();
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] input) throws ReflectiveOperationException {
    if (input.length == 0) {
      return;
    }
    Parser parser = PARSERS.get((input[0] & 0xFF) % PARSERS.size());
    XdrView view;
    try {
      view = parser.parse(input, 1, input.length);
    } catch (XdrException e) {
      assertThat(e.kind()).isNotNull();
      assertThat(e.offset()).isBetween(1, input.length);
      assertThat(e.detail()).isNotBlank();
      return;
    }
    assertThat(view.end()).isEqualTo(input.length);
    if (input.length <= WALKED_SIZE) {
      WALKER.walk(view);
    }
  }

  private static void addParts(LedgerCloseMetaView meta, List<byte[]> seeds) {
    if (meta.v() != 2) {
      return;
    }
    GeneralizedTransactionSetView set = meta.v2().txSet();
    seeds.add(seed(5, meta.v2().ledgerHeader().copy()));
    if (set.size() < WALKED_SIZE) {
      seeds.add(seed(11, set.copy()));
    }
    for (TransactionResultMetaV1View processing : meta.v2().txProcessing()) {
      if (processing.size() < WALKED_SIZE / 2) {
        seeds.add(seed(3, processing.result().copy()));
        seeds.add(seed(4, processing.txApplyProcessing().copy()));
        processing.feeProcessing().forEach(change -> seeds.add(seed(7, change.copy())));
        return;
      }
    }
  }

  private static byte[] seed(int selector, byte[] value) {
    return new XdrBytes().raw((byte) selector).raw(value).toArray();
  }
}
