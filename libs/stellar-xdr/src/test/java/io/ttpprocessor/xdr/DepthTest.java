package io.ttpprocessor.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ttpprocessor.xdr.runtime.XdrException;
import io.ttpprocessor.xdr.runtime.XdrException.Kind;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where nesting ends: level 1500, counted as the reference's views count it (a struct, union, array
 * or optional each is a level), on a thread with the default stack.
 */
@Timeout(60)
class DepthTest {

  @Test
  void acceptsAValueOfScValAtLevel1500() throws Exception {
    byte[] bytes = DeepValues.vectors(500).toArray();

    SCValView view = onDefaultStack(() -> SCValView.parseExactly(bytes, 0, bytes.length));

    assertThat(onDefaultStack(view::end)).isEqualTo(500 * 12 + 4);
    assertThat(onDefaultStack(() -> innermost(view))).isEqualTo(SCValType.SCV_VOID);
  }

  @Test
  void rejectsAValueOfScValBeneathIt() {
    byte[] bytes = DeepValues.vectors(501).toArray();

    assertThat(
            catchThrowableOfType(XdrException.class, () -> SCValView.parse(bytes, 0, bytes.length))
                .kind())
        .isEqualTo(Kind.TOO_DEEP);
  }

  @Test
  void acceptsAClaimPredicateAtLevel1500() throws Exception {
    byte[] bytes = DeepValues.negations(750).toArray();

    ClaimPredicateView view =
        onDefaultStack(() -> ClaimPredicateView.parseExactly(bytes, 0, bytes.length));

    assertThat(onDefaultStack(view::end)).isEqualTo(750 * 8 + 4);
  }

  @Test
  void rejectsAClaimPredicateBeneathIt() {
    byte[] bytes = DeepValues.negations(751).toArray();

    XdrException thrown =
        catchThrowableOfType(
            XdrException.class, () -> ClaimPredicateView.parse(bytes, 0, bytes.length));

    assertThat(thrown.kind()).isEqualTo(Kind.TOO_DEEP);
    assertThat(thrown.offset()).isEqualTo(751 * 8);
  }

  @Test
  void acceptsAnAuthorizedInvocationAtLevel1500AndNoneBeneathIt() throws Exception {
    byte[] deepest = DeepValues.invocations(750).toArray();
    byte[] deeper = DeepValues.invocations(751).toArray();

    SorobanAuthorizedInvocationView view =
        onDefaultStack(
            () -> SorobanAuthorizedInvocationView.parseExactly(deepest, 0, deepest.length));

    assertThat(onDefaultStack(view::end)).isEqualTo(deepest.length);
    assertThat(
            refusal(() -> SorobanAuthorizedInvocationView.parseExactly(deeper, 0, deeper.length)))
        .isEqualTo(Kind.TOO_DEEP);
  }

  @Test
  void acceptsAQuorumSetAtLevel1500AndNoneBeneathIt() throws Exception {
    byte[] deepest = DeepValues.quorumSets(750).toArray();
    byte[] deeper = DeepValues.quorumSets(751).toArray();

    SCPQuorumSetView view =
        onDefaultStack(() -> SCPQuorumSetView.parseExactly(deepest, 0, deepest.length));

    assertThat(onDefaultStack(view::end)).isEqualTo(deepest.length);
    assertThat(refusal(() -> SCPQuorumSetView.parseExactly(deeper, 0, deeper.length)))
        .isEqualTo(Kind.TOO_DEEP);
  }

  /** Far more levels than any stack holds: the limit ends the walk, not the stack. */
  @Test
  void rejectsAMillionLevels() throws Exception {
    byte[] bytes = DeepValues.vectors(1_000_000).toArray();

    XdrException thrown =
        onDefaultStack(
            () ->
                catchThrowableOfType(
                    XdrException.class, () -> SCValView.parse(bytes, 0, bytes.length)));

    assertThat(thrown.kind()).isEqualTo(Kind.TOO_DEEP);
  }

  private static Kind refusal(Supplier<XdrView> parser) throws Exception {
    return onDefaultStack(() -> catchThrowableOfType(XdrException.class, parser::get)).kind();
  }

  private static SCValType innermost(SCValView value) {
    SCValView inner = value;
    while (inner.type() == SCValType.SCV_VEC) {
      inner = inner.vec().get(0);
    }
    return inner.type();
  }

  private static <T> T onDefaultStack(Supplier<T> work)
      throws InterruptedException, ExecutionException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> result.completeAsync(work, Runnable::run));
    thread.start();
    return result.get();
  }
}
