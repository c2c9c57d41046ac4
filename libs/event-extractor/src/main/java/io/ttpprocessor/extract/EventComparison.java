package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.TokenEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Compares a ledger's events with those that the network told of it. The events of one operation,
 * and the fees of one transaction, are compared as a multiset: stellar-core tells the two movements
 * of a trade in the other order.
 */
final class EventComparison {
  private static final Comparator<TokenEvent> BY_PLACE =
      Comparator.<TokenEvent>comparingInt(event -> event.transaction().index())
          .thenComparingInt(TokenEvent::operationIndex);

  private final List<EventDifference> differences = new ArrayList<>();

  private EventComparison() {}

  /** What differs in content, in the order of transactions and operations. */
  static List<EventDifference> differences(List<TokenEvent> derived, List<TokenEvent> unified) {
    TokenEvent[] left = byPlace(derived);
    TokenEvent[] right = byPlace(unified);
    EventComparison comparison = new EventComparison();
    int leftStart = 0;
    int rightStart = 0;
    while (leftStart < left.length || rightStart < right.length) {
      TokenEvent place = firstPlace(left, leftStart, right, rightStart);
      int leftEnd = endOfPlace(left, leftStart, place);
      int rightEnd = endOfPlace(right, rightStart, place);
      if (!Arrays.equals(left, leftStart, leftEnd, right, rightStart, rightEnd)) {
        comparison.compare(
            Arrays.asList(left).subList(leftStart, leftEnd),
            Arrays.asList(right).subList(rightStart, rightEnd));
      }
      leftStart = leftEnd;
      rightStart = rightEnd;
    }
    return comparison.differences;
  }

  /** Sorting is stable and takes a single pass: fees, operations and refunds each are in order. */
  private static TokenEvent[] byPlace(List<TokenEvent> events) {
    TokenEvent[] sorted = events.toArray(new TokenEvent[0]);
    Arrays.sort(sorted, BY_PLACE);
    return sorted;
  }

  private static TokenEvent firstPlace(
      TokenEvent[] left, int leftStart, TokenEvent[] right, int rightStart) {
    if (leftStart == left.length) {
      return right[rightStart];
    }
    if (rightStart == right.length) {
      return left[leftStart];
    }
    return BY_PLACE.compare(left[leftStart], right[rightStart]) <= 0
        ? left[leftStart]
        : right[rightStart];
  }

  private static int endOfPlace(TokenEvent[] events, int start, TokenEvent place) {
    int end = start;
    while (end < events.length && BY_PLACE.compare(events[end], place) == 0) {
      end++;
    }
    return end;
  }

  /** Takes out what both sides have, and pairs the rest in order. */
  private void compare(List<TokenEvent> derived, List<TokenEvent> unified) {
    Map<TokenEvent, Deque<Integer>> places = new HashMap<>();
    for (int i = 0; i < unified.size(); i++) {
      places.computeIfAbsent(unified.get(i), event -> new ArrayDeque<>()).add(i);
    }
    boolean[] taken = new boolean[unified.size()];
    List<TokenEvent> derivedAlone = new ArrayList<>();
    for (TokenEvent event : derived) {
      Deque<Integer> equals = places.get(event);
      if (equals == null || equals.isEmpty()) {
        derivedAlone.add(event);
      } else {
        taken[equals.remove()] = true;
      }
    }
    Iterator<TokenEvent> rest = derivedAlone.iterator();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        differences.add(new EventDifference(rest.hasNext() ? rest.next() : null, unified.get(i)));
      }
    }
    rest.forEachRemaining(event -> differences.add(new EventDifference(event, null)));
  }
}
