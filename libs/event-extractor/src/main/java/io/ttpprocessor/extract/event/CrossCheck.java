package io.ttpprocessor.extract.event;

import java.util.List;

/**
 * How the derived events of a ledger compare with those that the network told of it (CAP-67).
 *
 * @param obstacle why they cannot be compared, such as that the network told none; null when they
 *     were compared
 * @param differences what differs in content or cannot be read, in the order of transactions and
 *     operations; unmodifiable
 */
public record CrossCheck(String obstacle, List<EventDifference> differences) {
  /** Keeps a copy of {@code differences}. */
  public CrossCheck {
    differences = List.copyOf(differences);
  }

  /** A ledger whose events were compared. */
  public static CrossCheck of(List<EventDifference> differences) {
    return new CrossCheck(null, differences);
  }

  /** A ledger whose events cannot be compared. */
  public static CrossCheck notComparable(String obstacle) {
    return new CrossCheck(obstacle, List.of());
  }

  /** Whether the events were compared. */
  public boolean isCompared() {
    return obstacle == null;
  }
}
