package io.ttpprocessor.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A line each interval while there is something to say, whatever happened to the one before. */
@Timeout(30)
class StatusLineTest {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StatusLine.class);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
  }

  @Test
  void saysWhatThereIsToSay() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    StatusLine line = StatusLine.start(Duration.ofMillis(5), () -> answer(asked.incrementAndGet()));
    try {
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("INFO ledger 1 {}");
      assertThat(lines.poll(10, TimeUnit.SECONDS)).startsWith("ERROR How far");
      assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("INFO ledger 4 {}");
    } finally {
      line.close();
    }
  }

  private static Optional<String> answer(int number) {
    return switch (number) {
      case 2 -> Optional.empty();
      case 3 -> throw new IllegalStateException("a defect");
      default -> Optional.of("ledger " + number + " {}");
    };
  }
}
