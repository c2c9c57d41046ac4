package io.ttpprocessor.encode;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Some of a list's events, by their places in it, in the list's order. Immutable. */
public final class EventSelection {
  private static final EventSelection NONE = new EventSelection(new int[0], 0);

  /** Null where the selection is the whole list. */
  private final int[] places;

  private final int size;

  private EventSelection(int[] places, int size) {
    this.places = places;
    this.size = size;
  }

  /** No event. */
  public static EventSelection none() {
    return NONE;
  }

  /** All of a list of that many. */
  public static EventSelection all(int count) {
    return new EventSelection(null, count);
  }

  /** Those of a list of that many whose places, from 0, the predicate lets through. */
  public static EventSelection of(int count, IntPredicate predicate) {
    int[] places = new int[count];
    int size = 0;
    for (int place = 0; place < count; place++) {
      if (predicate.test(place)) {
        places[size++] = place;
      }
    }
    return size == count ? all(count) : new EventSelection(Arrays.copyOf(places, size), size);
  }

  /** How many events there are. */
  public int size() {
    return size;
  }

  /** Place, in the whole list, of the event with the given index in the selection. */
  public int place(int index) {
    return places == null ? index : places[index];
  }
}
