package io.ttpprocessor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A corpus is whole: as many ledgers and as many expected lines as its README says. */
class GoldenCorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyLedgerHasOneExpectedLine(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> "no folder with the corpus " + corpus.baseName());
    assertThat(corpus.ledgers()).hasSize(corpus.ledgerCount());
    assertThat(corpus.expectedLines("derived")).hasSize(corpus.ledgerCount());
  }

  @Test
  void theSyntheticCorporaAreAlwaysThere() {
    assertThat(GoldenCorpus.SYNTHETIC_DERIVED.isPresent()).isTrue();
    assertThat(GoldenCorpus.SYNTHETIC_UNIFIED.isPresent()).isTrue();
  }
}
