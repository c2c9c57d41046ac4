package io.ttpprocessor.extract.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes give events or an error that says where. The ordinary build runs the seeds and what
 * earlier fuzzing found; with {@code JAZZER_FUZZ=1} in the environment the one test that is asked
 * for goes on to new inputs.
 */
@Timeout(60)
class ExtractorFuzzTest {
  /** As in a service, one extractor sees many ledgers, good and bad. */
  private static final EventExtractor EXTRACTOR = new EventExtractor(SmallLedgers.NETWORK);

  static Stream<byte[]> seeds() {
    return SmallLedgers.ofEveryKind().stream();
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] ledger) {
    Outcome.of(EXTRACTOR, ledger);
  }

  /** Past the join of envelopes and results, which random changes hardly ever pass. */
  @MethodSource("seeds")
  @FuzzTest
  void anyTransactions(byte[] ledger) {
    byte[] joined = ledger.clone();
    try {
      EnvelopeHashes.restore(joined, SmallLedgers.NETWORK);
    } catch (XdrException e) {
      return; // anyBytes is about these
    }
    Outcome.of(EXTRACTOR, joined);
  }
}
