package io.ttpprocessor.consumer;

import java.time.Duration;

/**
 * What a call of the event service may take.
 *
 * @param silence how long it may bring no ledger before it counts as broken
 * @param readAheadBytes the next ledger is asked for while those that wait have fewer serialized
 *     bytes than this together; so one more ledger than that is held at most, however large
 */
record StreamLimits(Duration silence, long readAheadBytes) {}
