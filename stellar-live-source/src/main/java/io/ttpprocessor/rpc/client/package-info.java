/**
 * JSON-RPC 2.0 over HTTP as stellar-rpc speaks it: one request to one endpoint, its answer read as
 * a stream, and what can go wrong told apart by what may be done about it.
 *
 * <p>Before it lies the network; after it the reading of pages of ledgers, which decides what to
 * ask, whom, and when again.
 */
package io.ttpprocessor.rpc.client;
