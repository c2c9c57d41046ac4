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
 * of a trade in the other order.
 *
 * <p>Where no name tells a derived event's asset ({@link RuleContext#isNameable}), the event is
 * compared by the asset's contract. That is no weaker, since the contract's id is the hash of asset
 * and network; but what name the network's event gives is then not looked at.
 *
 * <p>An event of the network that has no counterpart and is not of an asset is no difference, but
 * skipped ({@link SkipReason#NOT_OF_AN_ASSET}). It is of a classic operation, because the events of
 * invocations are the same in both readings; there stellar-core emits none that does not carry the
 * name of its contract's asset, so it is not a movement that the rules overlooked. The mode unified
 * delivers it all the same, as the reference does: whoever takes that mode has to watch the count.
 * Where a derived event lacks its counterpart in the same operation, the two are a difference.
 *
 * <p>Events of the network that cannot be read are a difference too, each derived event without a
 * counterpart at their place being told with the reason.
 */
final class EventComparison {
  private static final Comparator<TokenEvent> BY_PLACE =
      Comparator.<TokenEvent>comparingInt(event -> event.transaction().index())
          .thenComparingInt(TokenEvent::operationIndex);

  /**
   * Some order of the events of one place, in which only equal events are the same. It makes no
   * strings: an event is compared with as many others as there are doublings of their number.
   */
  private static final Comparator<TokenEvent> BY_CONTENT =
      Comparator.comparing(TokenEvent::kind)
          .thenComparingLong(event -> event.amount().high())
          .thenComparingLong(event -> event.amount().low())
          .thenComparing(TokenEvent::contract)
          .thenComparing(TokenEvent::from, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(TokenEvent::to, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(TokenEvent::asset, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(TokenEvent::toMuxedInfo, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final RuleContext context;
  private final List<EventDifference> differences = new ArrayList<>();
  private final List<SkippedEvent> skipped = new ArrayList<>();

  /** What is still to come, in the order of transactions and operations. */
  private final Deque<UnreadableEvents> unreadable;

  private EventComparison(List<UnreadableEvents> unreadable, RuleContext context) {
    this.unreadable = new ArrayDeque<>(unreadable);
    this.context = context;
  }

  /**
   * Compares the events of one ledger.
   *
   * @param unreadable what the network told and cannot be read, in the order of transactions and
   *     operations
   */
  static EventComparison of(
      List<TokenEvent> derived,
      List<TokenEvent> unified,
      List<UnreadableEvents> unreadable,
      RuleContext context) {
    EventComparison comparison = new EventComparison(unreadable, context);
    TokenEvent[] left = byPlace(derived);
    TokenEvent[] right = byPlace(unified);
    int leftStart = 0;
    int rightStart = 0;
    while (leftStart < left.length || rightStart < right.length) {
      TokenEvent place = firstPlace(left, leftStart, right, rightStart);
      int leftEnd = endOfPlace(left, leftStart, place);
      int rightEnd = endOfPlace(right, rightStart, place);
      UnreadableEvents fault =
          comparison.takeUnreadable(place.transaction().index(), place.operationIndex());
      if (fault != null || !Arrays.equals(left, leftStart, leftEnd, right, rightStart, rightEnd)) {
        comparison.compare(
            Arrays.asList(left).subList(leftStart, leftEnd),
            Arrays.asList(right).subList(rightStart, rightEnd),
            fault);
      }
      leftStart = leftEnd;
      rightStart = rightEnd;
    }
    comparison.takeUnreadable(Integer.MAX_VALUE, 0);
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

  /** What cannot be read at a place, or null; tells of what comes before it, without events. */
  private UnreadableEvents takeUnreadable(int transactionIndex, int operationIndex) {
    while (!unreadable.isEmpty() && unreadable.peek().areBefore(transactionIndex, operationIndex)) {
      differences.add(unreadable(unreadable.poll(), null));
    }
    return !unreadable.isEmpty() && unreadable.peek().areOf(transactionIndex, operationIndex)
        ? unreadable.poll()
        : null;
  }

  private static EventDifference unreadable(UnreadableEvents events, TokenEvent derived) {
    return new EventDifference(
        events.transaction(), events.operationIndex(), derived, null, events.reason());
  }

  /** Takes out what both sides have; {@code fault} is null where all could be read. */
  private void compare(List<TokenEvent> derived, List<TokenEvent> unified, UnreadableEvents fault) {
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
    tell(derivedAlone, fault);
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
        differences.add(EventDifference.of(derivedAlone.poll(), event));
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
        differences.add(EventDifference.of(derivedAlone.poll(), event));
      }
    }
  }

  /** Tells of derived events that are left without a counterpart. */
  private void tell(Deque<TokenEvent> derivedAlone, UnreadableEvents fault) {
    if (fault != null && derivedAlone.isEmpty()) {
      differences.add(unreadable(fault, null));
    }
    for (TokenEvent event : derivedAlone) {
      differences.add(fault == null ? EventDifference.of(event, null) : unreadable(fault, event));
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
