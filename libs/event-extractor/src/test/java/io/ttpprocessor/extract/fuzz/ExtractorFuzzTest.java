package io.ttpprocessor.extract.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes give events or an error that says where, in each mode.
 *
 * <p>The ordinary build runs the seeds and what earlier fuzzing found. With {@code JAZZER_FUZZ=1}
 * in the environment, {@code -Djazzer.hooks=true} and {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled} the one test that is asked for goes on to new
 * inputs.
 */
@Timeout(60)
class ExtractorFuzzTest {
  private static final AllReadings READINGS = new AllReadings(SmallLedgers.NETWORK);

  static Stream<byte[]> seeds() {
    return SmallLedgers.ofEveryKind().stream();
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] ledger) {
    assertThat(READINGS.of(ledger)).isNotNull();
  }

  /** Past the join of envelopes and results and all hashes, which random changes never pass. */
  @MethodSource("seeds")
  @FuzzTest
  void anyTransactions(byte[] ledger) {
    byte[] joined = ledger.clone();
    try {
      NetworkHashes.restore(joined, SmallLedgers.NETWORK);
    } catch (XdrException e) {
      return; // anyBytes is about these
    }
    assertThat(READINGS.of(joined)).isNotEqualTo(Outcome.NOT_XDR);
  }
}
