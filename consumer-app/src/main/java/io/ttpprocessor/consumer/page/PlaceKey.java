package io.ttpprocessor.consumer.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an event, by which a list is gone through page by page: however far, the next page
 * costs as much as the first.
 */
record PlaceKey(long ledger, int ordinal) {
  /** After every place. */
  static final PlaceKey END = new PlaceKey(Integer.MAX_VALUE * 2L + 1, Integer.MAX_VALUE);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,10})-(\\d{1,9})");

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException in words, where it is something else
   */
  static PlaceKey parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "before is no place of an event, such as 58000000-17: the next of the page before");
    }
    return new PlaceKey(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return ledger + "-" + ordinal;
  }
}
