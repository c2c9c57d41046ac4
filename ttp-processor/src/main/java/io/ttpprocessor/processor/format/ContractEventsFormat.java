package io.ttpprocessor.processor.format;

import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.processor.pipeline.FormatTools;
import io.ttpprocessor.processor.pipeline.LedgerContent;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import java.util.List;

/**
 * The original's {@code ContractEventService}: each contract event a message, and nothing else.
 *
 * @param filter which events
 */
public record ContractEventsFormat(ContractEventFilter filter) implements LedgerFormat {
  @Override
  public List<EncodedMessage> messages(FormatTools tools, LedgerContent ledger) {
    LedgerContractEvents events = ledger.contractEvents(tools);
    return tools.encoder().contractEvents(events, filter.select(events));
  }
}
