/**
 * What every source of raw ledgers shares: the interface that a lake or an RPC node is read
 * through, the check of the order, and the gRPC service that sends the ledgers on.
 *
 * <p>Before it lies a place where ledgers are kept; after it a processor, which receives each
 * ledger byte for byte as the network wrote it, in order and without a gap.
 */
package io.ttpprocessor.source;
