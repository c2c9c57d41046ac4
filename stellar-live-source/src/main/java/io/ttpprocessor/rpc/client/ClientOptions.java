package io.ttpprocessor.rpc.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How requests are made.
 *
 * @param authorization the header that shows who asks, if one is needed
 * @param timeout longest silence, in connecting and between bytes; a whole request may take {@value
 *     #TIMEOUTS_PER_REQUEST} times as long
 * @param maxResponseBytes most bytes of one answer
 */
public record ClientOptions(
    Optional<AuthorizationHeader> authorization, Duration timeout, long maxResponseBytes) {
  static final int TIMEOUTS_PER_REQUEST = 4;
}
