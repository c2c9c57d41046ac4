package io.ttpprocessor.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The events of every ledger of every corpus are the reference's, field by field and in its order,
 * and there is an error where the reference has one. Corpora that are not there are skipped.
 */
@Timeout(120)
class CorpusTest {
  private static final int DIFFERENCES_SHOWN = 10;

  @ParameterizedTest
  @EnumSource
  void derivedEventsAreTheReferences(GoldenCorpus corpus) {
    assumeTrue(corpus.isPresent(), () -> "no folder with the corpus " + corpus.baseName());
    compare(corpus, EventsMode.DERIVED);
  }

  @ParameterizedTest
  @EnumSource(names = {"PUBNET_RECENT", "SYNTHETIC_UNIFIED"})
  void unifiedEventsAreTheReferences(GoldenCorpus corpus) {
    assumeTrue(corpus.hasExpectedLines("unified"), () -> "no folder with " + corpus.baseName());
    compare(corpus, EventsMode.UNIFIED);
  }

  private static void compare(GoldenCorpus corpus, EventsMode mode) {
    EventExtractor extractor = new EventExtractor(Network.of(corpus.networkPassphrase()), mode);
    List<byte[]> ledgers = corpus.ledgers();
    List<String> lines = corpus.expectedLines(mode.text());
    assertThat(lines).hasSize(corpus.ledgerCount());
    assertThat(ledgers).hasSize(corpus.ledgerCount());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String difference = ExpectedLedger.parse(lines.get(i)).difference(extractor, ledgers.get(i));
      if (difference != null && differences.size() < DIFFERENCES_SHOWN) {
        differences.add(difference);
      }
    }
    assertThat(differences).isEmpty();
  }
}
