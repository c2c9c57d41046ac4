package io.ttpprocessor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.DependentTxClusterView;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.ParallelTxExecutionStageView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionPhaseView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TxSetComponentView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check notes against a walk from field to field, which does not know of it. */
@Timeout(300)
class LedgerPlacesTest {
  @ParameterizedTest
  @EnumSource(GoldenCorpus.class)
  void areWhereAWalkFindsTheSame(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> corpus.baseName() + " is not here (see ttp.ledgers)");
    int envelopes = 0;
    for (byte[] ledger : corpus.ledgers()) {
      LedgerPlaces places = new LedgerPlaces(ledger.length);
      LedgerCloseMetaView meta = LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length, places);
      envelopes += compareEnvelopes(meta, places);
      compareResults(meta, places);
    }
    assertThat(envelopes).isPositive();
  }

  private static int compareEnvelopes(LedgerCloseMetaView meta, LedgerPlaces places) {
    List<TransactionEnvelopeView> walked = envelopes(meta);
    assertThat(places.envelopeCount()).isEqualTo(walked.size());
    for (int i = 0; i < walked.size(); i++) {
      TransactionEnvelopeView envelope = walked.get(i);
      assertThat(places.envelope(i)).isEqualTo(envelope.offset());
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
    return walked.size();
  }

  private static void compareResults(LedgerCloseMetaView meta, LedgerPlaces places) {
    List<XdrView> results = new ArrayList<>();
    List<TransactionMetaView> metas = new ArrayList<>();
    if (meta.v() == 2) {
      for (TransactionResultMetaV1View result : meta.v2().txProcessing()) {
        results.add(result);
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
    for (int i = 0; i < results.size(); i++) {
      assertThat(places.result(i)).isEqualTo(results.get(i).offset());
      assertThat(places.meta(i)).isEqualTo(metas.get(i).offset());
      assertThat(places.metaEnd(i)).isEqualTo(metas.get(i).end());
      List<XdrView> operations = operations(metas.get(i));
      assertThat(places.operationCount(i)).isEqualTo(operations.size());
      for (int j = 0; j < operations.size(); j++) {
        assertThat(places.operation(i, j)).isEqualTo(operations.get(j).offset());
      }
      if (!operations.isEmpty()) {
        assertThat(places.operationsEnd(i)).isEqualTo(operations.get(operations.size() - 1).end());
      }
    }
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
