/**
 * Joins what a ledger's metadata keeps apart: envelopes (in the transaction set's order), results
 * and ledger-entry changes (in apply order) become one {@link
 * io.ttpprocessor.ledger.LedgerTransaction} each, whose operations know their own result, changes
 * and contract events.
 *
 * <p>Before it: the checked views of {@code io.ttpprocessor.xdr} over the bytes as the network
 * wrote them. After it: the event rules, which meet no difference between the versions of
 * LedgerCloseMeta (0 to 2), TransactionMeta (0 to 4) and transaction sets, since all of them end
 * here.
 */
package io.ttpprocessor.ledger;
