package io.ttpprocessor.processor.source;

/**
 * Which ledgers there are.
 *
 * @param oldest sequence of the oldest, inclusive; 0 when nobody tells
 * @param latest sequence of the newest, inclusive; 0 when nobody tells
 */
public record SourceWindow(long oldest, long latest) {
  /** What nobody tells anything of. */
  static final SourceWindow UNKNOWN = new SourceWindow(0, 0);

  /** From the older of the oldest to the newer of the latest. */
  SourceWindow plus(SourceWindow other) {
    long older = Math.min(oldest, other.oldest);
    return new SourceWindow(
        older == 0 ? Math.max(oldest, other.oldest) : older, Math.max(latest, other.latest));
  }
}
