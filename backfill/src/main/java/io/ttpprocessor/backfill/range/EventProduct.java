package io.ttpprocessor.backfill.range;

import java.util.Locale;

/** A table of events that is to be filled. */
public enum EventProduct {
  /** The table {@code token_transfers}. */
  TOKEN_TRANSFERS,
  /** The table {@code contract_events}. */
  CONTRACT_EVENTS;

  /** The table's name. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }
}
