package io.ttpprocessor.processor.source;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of several sources is asked for the next ledger. The first named is asked first, as an RPC
 * server's that has the newest ledgers; one that does not have the ledger, or is away, passes the
 * question on to the one named after it, as a lake's that has them all. A lake that has come to its
 * newest ledger hands the stream back to the first.
 *
 * <p>A round is over when each source has been asked and no ledger came. Not thread-safe.
 */
final class SourceChoice {
  private final List<Source> sources;
  private final List<String> refusals = new ArrayList<>();
  private int current;
  private int asked;
  private boolean anyAway;

  /**
   * @param sources at least one, the preferred first
   */
  SourceChoice(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The one to ask. */
  Source current() {
    return sources.get(current);
  }

  /** A ledger came: what was refused before counts no more. */
  void ledgerCame() {
    asked = 0;
    anyAway = false;
    refusals.clear();
  }

  /**
   * Passes the question on.
   *
   * @param status why the current source did not answer it
   * @param isAway whether it may answer it later
   * @return whether there is a source that has not been asked in this round
   */
  boolean passOn(Status status, boolean isAway) {
    anyAway |= isAway;
    refusals.add(current() + ": " + SourceFault.reason(status));
    asked++;
    current = (current + 1) % sources.size();
    return asked < sources.size();
  }

  /** Whether, at the end of a round, a later one may go better. */
  boolean isAnyAway() {
    return anyAway;
  }

  /** What each source said in this round; none of it counts in the next. */
  String endRound() {
    String said = String.join("; ", refusals);
    ledgerCame();
    return said;
  }

  /**
   * The failure that a stream ends with, under the source's own code, which is therefore not told
   * again in words.
   *
   * @param ledger the ledger that was due; 0 for the latest
   */
  Status failure(long ledger, Status status, String reason) {
    String due = ledger == 0 ? "latest ledger" : "ledger " + ledger;
    return Status.fromCode(status.getCode())
        .withDescription(
            sources.size() > 1
                ? String.format("%s: no source has it: %s", due, reason)
                : String.format("%s: source %s: %s", due, current(), reason))
        .withCause(status.getCause());
  }

  /** Whether there is a source that is preferred to the current one. */
  boolean isStandIn() {
    return current > 0;
  }

  /** Begins anew with the first. */
  void returnToFirst() {
    current = 0;
    ledgerCame();
  }

  /** Whether another source may have what the current one said that it has not. */
  boolean mayPassOn(Status status) {
    return sources.size() > 1
        && (SourceFault.of(status) == SourceFault.ABSENT
            || status.getCode() == Status.Code.OUT_OF_RANGE
            || status.getCode() == Status.Code.NOT_FOUND);
  }
}
