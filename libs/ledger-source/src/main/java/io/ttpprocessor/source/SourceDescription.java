package io.ttpprocessor.source;

import io.ttpprocessor.protos.rawledger.SourceInfo;

/**
 * What a source is, and which ledgers it has now.
 *
 * @param kind what kind of place its ledgers come from
 * @param origin that place for people: a URL, bucket or folder, without credentials
 * @param oldest oldest ledger that it has; 0 when it has none, or the place has not told
 * @param latest newest ledger that it knows of; 0 likewise
 */
public record SourceDescription(SourceInfo.Kind kind, String origin, long oldest, long latest) {}
