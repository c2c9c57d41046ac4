/**
 * The service that serves the ledgers of Stellar RPC servers: pages of {@code getLedgers}, sized by
 * bytes and read one ahead, checked as a chain of whole ledgers, from whichever endpoint works; at
 * the tip it waits for the next ledger as long as that takes.
 *
 * <p>Before it lie the RPC servers, which keep the last seven days or so; after it the gRPC service
 * of {@code ledger-source}.
 */
package io.ttpprocessor.rpc;
