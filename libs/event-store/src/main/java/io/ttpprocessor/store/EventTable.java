package io.ttpprocessor.store;

import com.google.protobuf.MessageLite;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.Optional;

/**
 * A product of the event stream and the table that holds it: what to ask the stream for, where the
 * events lie in a ledger's message, and how each becomes a row. A further product is a class of
 * this kind, a migration, and its place in the list of those that can be chosen. Keeps no state
 * between calls, so that several streams may be stored at once.
 */
public abstract class EventTable {
  /** The table's name, under which the pipeline that fills it is chosen as well. */
  public abstract String name();

  /** Folder on the class path with the migrations that make the table. */
  abstract String migrations();

  /**
   * Which events are asked for, in one form for equal filters; empty: all. Kept with the cursor,
   * because rows of two filters in one table would tell two stories.
   */
  public String filter() {
    return "";
  }

  /** Adds product and filter to a request. */
  public abstract void ask(StreamLedgerEventsRequest.Builder request);

  /** Whether every event of a ledger comes, so that they are numbered from 0 without a gap. */
  public abstract boolean wholeLedgers();

  /** Whether every service that knows this product sends its digest, which is always asked for. */
  public abstract boolean digestAlwaysSent();

  /** How many events of this table the ledger has. */
  public abstract int count(LedgerEvents ledger);

  /** Number of the event at {@code index} (from 0) in its ledger, unsigned. */
  public abstract int ordinal(LedgerEvents ledger, int index);

  /** The message of the event at {@code index} that the ledger's digest covers. */
  public abstract MessageLite message(LedgerEvents ledger, int index);

  /** What the stream says that the ledger's events are. */
  public abstract Optional<EventDigest> digest(LedgerEvents ledger);

  /** The columns that {@link #append} writes, separated by commas. */
  abstract String columns();

  /**
   * Writes the columns of the event at {@code index}.
   *
   * @throws IllegalArgumentException when the table cannot hold it; the message begins with the
   *     column
   */
  abstract void append(LedgerEvents ledger, int index, CopyText row);
}
