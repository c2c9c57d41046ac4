package io.ttpprocessor.store;

/** A failure to store ledgers; the message is meant for operators and holds no secret. */
public final class SinkException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What can be done about a failure. */
  public enum Kind {
    /** It may be gone at the next try; whether the batch was stored must be looked up first. */
    TRANSIENT,
    /** Somebody has to mend something; nothing of the batch was stored. */
    PERMANENT,
    /** The cursor is not where it was left: another writer is at work. Nothing was stored. */
    CURSOR_MOVED,
    /** A range is another writer's: stored, owned or being loaded by it. Nothing was stored. */
    RANGE_TAKEN
  }

  private final Kind kind;

  SinkException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  SinkException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** What can be done about it. */
  public Kind kind() {
    return kind;
  }
}
