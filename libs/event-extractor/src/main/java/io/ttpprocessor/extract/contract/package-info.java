/**
 * What contracts say of themselves: every contract event of a ledger, and contract values as JSON.
 *
 * <p>Before this package: {@code io.ttpprocessor.ledger}, whose walk over a ledger's transactions
 * it shares with the token-transfer events. After it: whoever sends, stores or prints the events.
 *
 * <p>{@link io.ttpprocessor.extract.contract.ContractEventExtractor} finds the events; nothing of
 * them is decoded before it is asked for. {@link io.ttpprocessor.extract.contract.ScValJson} turns
 * values into JSON without loss, and back.
 */
package io.ttpprocessor.extract.contract;
