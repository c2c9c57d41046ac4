package io.ttpprocessor.extract.event;

/** What an event does to balances (CAP-67, SEP-41). */
public enum EventKind {
  /** Tokens go from one holder to another. */
  TRANSFER,
  /** Tokens come into being, as when an issuer pays. */
  MINT,
  /** Tokens cease to be, as when an issuer is paid. */
  BURN,
  /** An issuer takes tokens back from a holder. */
  CLAWBACK,
  /** The network's fee for a transaction; negative when it is a refund. */
  FEE
}
