package io.ttpprocessor.kit.config;

import java.util.Optional;

/**
 * A ledger's sequence number as a command line has it. Any text is taken, so that the command can
 * tell all of its problems at once, in its own words.
 *
 * @param text as it was written
 */
public record LedgerArgument(String text) {
  /** The largest sequence number: the protocol's is an unsigned 32-bit integer. */
  public static final long LAST = 0xffff_ffffL;

  private static final long NONE = -1;

  /** The number, from 0 to {@link #LAST}; -1 where the text is none. */
  public long sequence() {
    try {
      long number = Long.parseLong(text);
      return number < 0 || number > LAST ? NONE : number;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  /**
   * What is wrong with it, to follow its name and a colon; empty when nothing is.
   *
   * @param zeroToo whether 0 has a meaning of its own
   */
  public Optional<String> refusal(boolean zeroToo) {
    if (sequence() >= (zeroToo ? 0 : 1)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "%s is not a ledger sequence (%s1 to %d)",
            ShownValue.of(text), zeroToo ? "0, or " : "", LAST));
  }
}
