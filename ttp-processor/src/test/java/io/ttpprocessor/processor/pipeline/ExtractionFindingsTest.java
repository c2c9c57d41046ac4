package io.ttpprocessor.processor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ttpprocessor.extract.EventsMode;
import io.ttpprocessor.extract.verify.CheckedExtractor;
import io.ttpprocessor.extract.verify.CheckedLedger;
import io.ttpprocessor.ledger.LedgerChecks;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.processor.testing.FeeLedgers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Goal: whoever asks for a cross-check learns that there is none. Method: ledgers of a node that
 * tells no events, in two streams.
 */
@Timeout(20)
class ExtractionFindingsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ExtractionFindings.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void warnsOnceInAStreamOfLedgersThatCannotBeCompared() {
    CheckedExtractor extractor =
        new CheckedExtractor(FeeLedgers.NETWORK, EventsMode.CROSS_CHECK, LedgerChecks.NONE);
    List<CheckedLedger> ledgers =
        new FeeLedgers(5)
            .take(3, 1, 0).stream()
                .map(xdr -> extractor.extract(LedgerView.parse(xdr, FeeLedgers.NETWORK)))
                .toList();
    ExtractionFindings first = new ExtractionFindings();
    ledgers.forEach(first::log);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("cannot be compared")
        .contains("ledger 5, transaction 1 (");
    new ExtractionFindings().log(ledgers.get(1));
    assertThat(warnings()).hasSize(2).last().asString().contains("ledger 6, transaction 1 (");
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
