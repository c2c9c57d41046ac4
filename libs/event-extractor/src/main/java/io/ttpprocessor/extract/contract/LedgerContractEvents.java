package io.ttpprocessor.extract.contract;

import java.util.List;

/**
 * All contract events of one ledger: transactions in apply order; of each its operations' events,
 * then those of the transaction as a whole, then the diagnostic ones.
 *
 * @param sequence sequence number of the ledger
 * @param closeTimeSeconds close time in seconds since 1970-01-01T00:00:00Z
 * @param events the events, unmodifiable; empty where there are none
 */
public record LedgerContractEvents(
    long sequence, long closeTimeSeconds, List<ContractEvent> events) {}
