package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.EventDifference;
import io.ttpprocessor.extract.event.SkipReason;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.rules.RuleContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares a ledger's events with those that the network told of it. The events of one operation,
 * and the fees of one transaction, are compared as a multiset: stellar-core tells the two movements
 * of a trade in the other order. Where an asset cannot be named, only its contract is compared,
 * which is the asset's hash.
 *
 * <p>An event of the network that has no counterpart and is not of an asset is no difference, but
 * skipped ({@link SkipReason#NOT_OF_AN_ASSET}): it is of a classic operation, because the events of
 * invocations are the same in both readings.
 */
final class EventComparison {
  private static final Comparator<TokenEvent> BY_PLACE =
      Comparator.<TokenEvent>comparingInt(event -> event.transaction().index())
          .thenComparingInt(TokenEvent::operationIndex);

  private static final Comparator<Object> BY_TEXT =
      Comparator.nullsFirst(Comparator.comparing(Object::toString));

  /** Some order of the events of one place, in which only equal events are the same. */
  private static final Comparator<TokenEvent> BY_CONTENT =
      Comparator.comparing(TokenEvent::kind)
          .thenComparingLong(event -> event.amount().high())
          .thenComparingLong(event -> event.amount().low())
          .thenComparing(TokenEvent::contract, BY_TEXT)
          .thenComparing(TokenEvent::from, BY_TEXT)
          .thenComparing(TokenEvent::to, BY_TEXT)
          .thenComparing(TokenEvent::asset, BY_TEXT)
          .thenComparing(TokenEvent::toMuxedInfo, BY_TEXT);

  private final RuleContext context;
  private final List<EventDifference> differences = new ArrayList<>();
  private final List<SkippedEvent> skipped = new ArrayList<>();

  private EventComparison(RuleContext context) {
    this.context = context;
  }

  /** Compares the events of one ledger. */
  static EventComparison of(
      List<TokenEvent> derived, List<TokenEvent> unified, RuleContext context) {
    EventComparison comparison = new EventComparison(context);
    TokenEvent[] left = byPlace(derived);
    TokenEvent[] right = byPlace(unified);
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
    return comparison;
  }

  /** What differs in content, in the order of transactions and operations. */
  List<EventDifference> differences() {
    return differences;
  }

  /** Events of the network that are not of an asset and have nothing to be compared with. */
  List<SkippedEvent> skipped() {
    return skipped;
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

  /** Takes out what both sides have. */
  private void compare(List<TokenEvent> derived, List<TokenEvent> unified) {
    // Ordered, as a hash table of amounts that somebody has chosen may be one long list.
    Map<TokenEvent, Integer> unmatched = new TreeMap<>(BY_CONTENT);
    for (TokenEvent event : unified) {
      unmatched.merge(event, 1, Integer::sum);
    }
    Deque<TokenEvent> derivedAlone = new ArrayDeque<>();
    for (TokenEvent event : derived) {
      if (!takeOne(unmatched, asTheNetworkTellsIt(event))) {
        derivedAlone.add(event);
      }
    }
    List<TokenEvent> unifiedAlone = new ArrayList<>();
    for (TokenEvent event : unified) {
      if (takeOne(unmatched, event)) {
        unifiedAlone.add(event);
      }
    }
    tell(derivedAlone, unifiedAlone);
  }

  /** Whether there was one of it left. */
  private static boolean takeOne(Map<TokenEvent, Integer> counts, TokenEvent event) {
    int left = counts.getOrDefault(event, 0);
    if (left > 0) {
      counts.put(event, left - 1);
    }
    return left > 0;
  }

  /** Pairs what only one side has: first events of assets, because others may be skipped. */
  private void tell(Deque<TokenEvent> derivedAlone, List<TokenEvent> unifiedAlone) {
    for (TokenEvent event : unifiedAlone) {
      if (event.asset() != null) {
        differences.add(new EventDifference(derivedAlone.poll(), event));
      }
    }
    for (TokenEvent event : unifiedAlone) {
      if (event.asset() != null) {
        continue;
      }
      if (derivedAlone.isEmpty()) {
        skipped.add(
            new SkippedEvent(
                event.transaction(),
                event.operationIndex(),
                event.contract(),
                event.kind(),
                SkipReason.NOT_OF_AN_ASSET));
      } else {
        differences.add(new EventDifference(derivedAlone.poll(), event));
      }
    }
    for (TokenEvent event : derivedAlone) {
      differences.add(new EventDifference(event, null));
    }
  }

  /** The event, without its asset where the network's event of the same could not name it. */
  private TokenEvent asTheNetworkTellsIt(TokenEvent event) {
    if (event.asset() == null || context.isNameable(event.asset())) {
      return event;
    }
    return TokenEvent.of(event.kind(), event.transaction(), event.operationIndex())
        .contract(event.contract())
        .from(event.from())
        .to(event.to())
        .amount(event.amount())
        .toMuxedInfo(event.toMuxedInfo())
        .build();
  }
}
