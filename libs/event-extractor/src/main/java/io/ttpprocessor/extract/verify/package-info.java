/**
 * Holds the events of a ledger against what else the ledger says of the same movements: the changes
 * of balances, and the fees in the results.
 *
 * <p>Before it: {@code io.ttpprocessor.extract}, which tells the events, by whatever way. After it:
 * the commands and services that report differences or stop at them.
 */
package io.ttpprocessor.extract.verify;
