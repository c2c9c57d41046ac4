package io.ttpprocessor.backfill.range;

import io.ttpprocessor.encode.EncodedMessage;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.protos.v1.EventDigest;
import java.util.Map;

/**
 * A ledger as sinks get it.
 *
 * @param events what the ledger is, and its token transfers
 * @param message the ledger's {@code ttp.v1.LedgerEvents} of the products that were asked for, with
 *     digests: the same bytes that the streaming service sends
 * @param digests the message's digests, by table
 */
public record ExtractedLedger(
    LedgerEvents events, EncodedMessage message, Map<EventProduct, EventDigest> digests) {}
