package io.ttpprocessor.processor.format;

import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.processor.pipeline.FormatTools;
import io.ttpprocessor.processor.pipeline.LedgerContent;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import java.util.List;

/** The original's {@code EventService}: each token transfer a message, and nothing else. */
public record TokenEventsFormat() implements LedgerFormat {
  @Override
  public List<EncodedMessage> messages(FormatTools tools, LedgerContent ledger) {
    return tools.encoder().events(ledger.events());
  }
}
