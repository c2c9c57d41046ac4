package io.ttpprocessor.processor.format;

import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.encode.LedgerMessageParts;
import io.ttpprocessor.extract.contract.LedgerContractEvents;
import io.ttpprocessor.processor.pipeline.FormatTools;
import io.ttpprocessor.processor.pipeline.LedgerContent;
import io.ttpprocessor.processor.pipeline.LedgerFormat;
import java.util.List;
import java.util.Optional;

/**
 * {@code ttp.v1.LedgerEventService}: each ledger one message, also where none of its events is
 * wanted.
 *
 * @param tokenTransfers which token transfers; empty where the product is not asked for
 * @param contractEvents which contract events; empty likewise
 * @param withDigests whether the digests of what is sent are told
 */
public record WholeLedgerFormat(
    Optional<TokenEventFilter> tokenTransfers,
    Optional<ContractEventFilter> contractEvents,
    boolean withDigests)
    implements LedgerFormat {
  /** All token transfers, and nothing else. */
  public static final WholeLedgerFormat TOKEN_TRANSFERS =
      new WholeLedgerFormat(Optional.of(TokenEventFilter.ALL), Optional.empty(), false);

  @Override
  public List<EncodedMessage> messages(FormatTools tools, LedgerContent ledger) {
    LedgerContractEvents ofContracts =
        contractEvents.isPresent() ? ledger.contractEvents(tools) : null;
    return List.of(
        tools
            .encoder()
            .ledger(
                new LedgerMessageParts(
                    ledger.events(),
                    ledger.latestLedger(),
                    tokenTransfers.map(filter -> filter.select(ledger.events())).orElse(null),
                    ofContracts,
                    contractEvents.map(filter -> filter.select(ofContracts)).orElse(null),
                    withDigests)));
  }
}
