package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.DependentTxClusterView;
import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerEntryChangeView;
import io.ttpprocessor.xdr.ParallelTxExecutionStageView;
import io.ttpprocessor.xdr.RandomXdr;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionPhaseView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TxSetComponentView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check notes against a walk from field to field, which does not know of it. */
@Timeout(300)
class LedgerPlacesTest {
  private static final Set<EnvelopeType> TRANSACTIONS =
      EnumSet.of(
          EnvelopeType.ENVELOPE_TYPE_TX_V0,
          EnvelopeType.ENVELOPE_TYPE_TX,
          EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP);

  private static final int RANDOM_LEDGERS = 3000;

  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void areWhereAWalkFindsTheSame(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    Set<String> shapes = new TreeSet<>();
    for (byte[] ledger : corpus.ledgers()) {
      compare(ledger, shapes);
    }
    assertThat(shapes).isNotEmpty();
    assertThat(shapes).containsAll(expected(corpus));
  }

  private static void compare(byte[] ledger, Set<String> shapes) {
    LedgerPlaces places = new LedgerPlaces(ledger.length);
    LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length, places);
    if (meta.v() > 0) {
      assertThat(places.transactionSetEnd())
          .isEqualTo((meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet()).end());
    }
    compareEnvelopes(meta, places, shapes);
    compareResults(meta, places, shapes);
  }

  /** Ledgers of stellar-core have few kinds of envelope together; random ones have all. */
  @Test
  void areWhereAWalkFindsTheSameInRandomLedgers() {
    Set<String> shapes = new TreeSet<>();
    RandomXdr random = RandomXdr.ofLedgers(7);
    for (int i = 0; i < RANDOM_LEDGERS; i++) {
      compare(random.value("LedgerCloseMeta"), shapes);
    }
    for (int ledgerVersion = 0; ledgerVersion <= 2; ledgerVersion++) {
      for (int metaVersion = 0; metaVersion <= 4; metaVersion++) {
        assertThat(shapes).containsAll(shapes(ledgerVersion, metaVersion));
      }
    }
  }

  private static void compareEnvelopes(
      LedgerCloseMetaView meta, LedgerPlaces places, Set<String> shapes) {
    List<TransactionEnvelopeView> walked = envelopes(meta);
    assertThat(places.envelopeCount()).isEqualTo(walked.size());
    for (int i = 0; i < walked.size(); i++) {
      TransactionEnvelopeView envelope = walked.get(i);
      assertThat(places.envelope(i)).isEqualTo(envelope.offset());
      shapes.add(envelopeShape(meta.v(), envelope.type()));
      switch (envelope.type()) {
        case ENVELOPE_TYPE_TX_V0 -> {
          assertThat(places.transactionEnd(i)).isEqualTo(envelope.v0().tx().end());
          assertThat(places.transactionExt(i)).isZero();
        }
        case ENVELOPE_TYPE_TX -> {
          assertThat(places.transactionEnd(i)).isEqualTo(envelope.v1().tx().end());
          assertThat(places.transactionExt(i)).isEqualTo(envelope.v1().tx().ext().offset());
        }
        default -> {
          assertThat(places.transactionEnd(i)).isEqualTo(envelope.feeBump().tx().end());
          assertThat(places.transactionExt(i))
              .isEqualTo(envelope.feeBump().tx().innerTx().v1().tx().ext().offset());
        }
      }
    }
  }

  private static void compareResults(
      LedgerCloseMetaView meta, LedgerPlaces places, Set<String> shapes) {
    List<XdrView> results = new ArrayList<>();
    List<TransactionMetaView> metas = new ArrayList<>();
    List<LedgerEntryChangeView.Sequence> refunds = new ArrayList<>();
    if (meta.v() == 2) {
      for (TransactionResultMetaV1View result : meta.v2().txProcessing()) {
        results.add(result);
        refunds.add(result.postTxApplyFeeProcessing());
        metas.add(result.txApplyProcessing());
      }
    } else {
      for (TransactionResultMetaView result :
          meta.v() == 1 ? meta.v1().txProcessing() : meta.v0().txProcessing()) {
        results.add(result);
        metas.add(result.txApplyProcessing());
      }
    }
    assertThat(places.resultCount()).isEqualTo(results.size());
    TransactionProcessing[] processings = LedgerCloseMetas.processings(meta, places);
    for (int i = 0; i < results.size(); i++) {
      TransactionMetaView applied = metas.get(i);
      assertThat(places.result(i)).isEqualTo(results.get(i).offset());
      assertThat(places.meta(i)).isEqualTo(applied.offset());
      assertThat(places.metaEnd(i)).isEqualTo(applied.end());
      List<XdrView> operations = operations(applied);
      assertThat(places.operationCount(i)).isEqualTo(operations.size());
      for (int j = 0; j < operations.size(); j++) {
        assertThat(places.operation(i, j)).isEqualTo(operations.get(j).offset());
      }
      if (!operations.isEmpty()) {
        assertThat(places.operationsEnd(i)).isEqualTo(operations.get(operations.size() - 1).end());
      }
      compareChanges(TransactionMetas.changesAfter(applied, processings[i]), changesAfter(applied));
      compareChanges(
          processings[i].postApplyFeeChanges(), refunds.isEmpty() ? null : refunds.get(i));
      shapes.add(resultShape(meta.v(), applied.v(), operations.size()));
    }
  }

  private static void compareChanges(EntryChanges found, LedgerEntryChangeView.Sequence walked) {
    List<Integer> offsets = new ArrayList<>();
    if (walked != null) {
      walked.forEach(change -> offsets.add(change.offset()));
    }
    assertThat(found).extracting(LedgerEntryChangeView::offset).isEqualTo(offsets);
  }

  private static LedgerEntryChangeView.Sequence changesAfter(TransactionMetaView meta) {
    return switch (meta.v()) {
      case 0, 1 -> null;
      case 2 -> meta.v2().txChangesAfter();
      case 3 -> meta.v3().txChangesAfter();
      default -> meta.v4().txChangesAfter();
    };
  }

  /** What the networks have had together is in the corpora that the build itself brings. */
  private static Set<String> expected(GoldenCorpus corpus) {
    Set<String> expected = new TreeSet<>();
    if (corpus == GoldenCorpus.SYNTHETIC_DERIVED) {
      expected.addAll(shapes(0, 0));
      expected.addAll(shapes(0, 1));
      expected.addAll(shapes(0, 2));
      expected.addAll(shapes(1, 3));
      expected.addAll(shapes(2, 4));
    } else if (corpus == GoldenCorpus.SYNTHETIC_UNIFIED) {
      expected.addAll(shapes(0, 4));
      expected.addAll(shapes(1, 4));
      expected.addAll(shapes(2, 4));
    }
    return expected;
  }

  /** All kinds of envelope, and metadata of no, one and more operations. */
  private static Set<String> shapes(int ledgerVersion, int metaVersion) {
    Set<String> shapes = new TreeSet<>();
    for (EnvelopeType type : TRANSACTIONS) {
      shapes.add(envelopeShape(ledgerVersion, type));
    }
    for (int operations = 0; operations <= 2; operations++) {
      shapes.add(resultShape(ledgerVersion, metaVersion, operations));
    }
    return shapes;
  }

  private static String envelopeShape(int ledgerVersion, EnvelopeType type) {
    return "LedgerCloseMeta " + ledgerVersion + ", " + type;
  }

  private static String resultShape(int ledgerVersion, int metaVersion, int operations) {
    String count =
        List.of("no operations", "one operation", "operations").get(Math.min(operations, 2));
    return "LedgerCloseMeta " + ledgerVersion + ", TransactionMeta " + metaVersion + ", " + count;
  }

  private static List<XdrView> operations(TransactionMetaView meta) {
    List<XdrView> operations = new ArrayList<>();
    switch (meta.v()) {
      case 0 -> meta.operations().forEach(operations::add);
      case 1 -> meta.v1().operations().forEach(operations::add);
      case 2 -> meta.v2().operations().forEach(operations::add);
      case 3 -> meta.v3().operations().forEach(operations::add);
      default -> meta.v4().operations().forEach(operations::add);
    }
    return operations;
  }

  private static List<TransactionEnvelopeView> envelopes(LedgerCloseMetaView meta) {
    List<TransactionEnvelopeView> envelopes = new ArrayList<>();
    if (meta.v() == 0) {
      meta.v0().txSet().txs().forEach(envelopes::add);
      return envelopes;
    }
    for (TransactionPhaseView phase :
        (meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet()).v1TxSet().phases()) {
      if (phase.v() == 0) {
        for (TxSetComponentView component : phase.v0Components()) {
          component.txsMaybeDiscountedFee().txs().forEach(envelopes::add);
        }
      } else {
        for (ParallelTxExecutionStageView stage : phase.parallelTxsComponent().executionStages()) {
          for (DependentTxClusterView cluster : stage.clusters()) {
            cluster.transactions().forEach(envelopes::add);
          }
        }
      }
    }
    return envelopes;
  }
}
