package io.ttpprocessor.processor.pipeline;

import io.ttpprocessor.encode.EventEncoder;
import io.ttpprocessor.extract.contract.ContractEventExtractor;

/**
 * What one worker makes messages with; not to be shared with another.
 *
 * @param encoder writes messages
 * @param contractEvents finds the contract events of ledgers, where a format wants them
 */
public record FormatTools(EventEncoder encoder, ContractEventExtractor contractEvents) {}
