/**
 * From a ledger's bytes to its token-transfer events.
 *
 * <p>Before this package: {@code io.ttpprocessor.ledger}, which joins envelopes, results and
 * metadata into transactions in apply order. After it: whoever wants events, such as a service that
 * streams them. Nothing here does input or output, reads a clock or writes a log.
 *
 * <p>{@link io.ttpprocessor.extract.EventExtractor} is the map; the rules themselves are in {@code
 * io.ttpprocessor.extract.rules}.
 */
package io.ttpprocessor.extract;
