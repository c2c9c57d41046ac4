/**
 * Writes a data lake of made-up but consistent Stellar ledgers, for the demo, the load tests and
 * the system tests.
 *
 * <p>Before it comes nothing but a seed; after it come the lake source and everything downstream.
 * The ledgers are encoded by the Java Stellar SDK, never by this project's own XDR classes, and the
 * expected events are counted from what the generator meant to do, never by the extractor: so both
 * are independent checks of the project.
 *
 * <p>How a ledger comes about: {@link io.ttpprocessor.samplelake.TransactionPlanner} draws {@link
 * io.ttpprocessor.samplelake.TransactionDraft}s, {@link
 * io.ttpprocessor.samplelake.TransactionExecutor} charges their fees and applies their {@link
 * io.ttpprocessor.samplelake.Activity}s to the {@link io.ttpprocessor.samplelake.World}, {@link
 * io.ttpprocessor.samplelake.LedgerAssembler} hashes and chains the outcome, and {@link
 * io.ttpprocessor.samplelake.LakeWriter} lays it out by SEP-54.
 */
package io.ttpprocessor.samplelake;
