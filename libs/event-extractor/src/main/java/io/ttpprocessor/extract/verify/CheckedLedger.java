package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.event.LedgerEvents;

/**
 * A ledger that has passed its checks.
 *
 * @param events its events
 * @param balances whether they explain the changes of balances; null unless the mode is {@link
 *     io.ttpprocessor.extract.EventsMode#VERIFY}
 */
public record CheckedLedger(LedgerEvents events, BalanceCheck balances) {}
