package io.ttpprocessor.samplelake;

import java.util.Locale;

/** The kinds of token-transfer event, in the order of the wire contract. */
public enum EventKind {
  TRANSFER,
  MINT,
  BURN,
  CLAWBACK,
  FEE;

  /** The kind as the database's {@code event_type} column spells it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
