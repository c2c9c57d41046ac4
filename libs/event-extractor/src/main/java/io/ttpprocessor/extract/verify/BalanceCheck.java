package io.ttpprocessor.extract.verify;

import java.util.List;

/**
 * Whether the events of a ledger explain its changes of balances.
 *
 * @param obstacle why the changes of balances cannot be read; null when they were
 * @param differences the balances over which events and entries differ, in the ledger's order;
 *     unmodifiable
 */
public record BalanceCheck(String obstacle, List<BalanceDifference> differences) {
  /** Keeps a copy of {@code differences}. */
  public BalanceCheck {
    differences = List.copyOf(differences);
  }

  /** A ledger whose changes of balances were read. */
  public static BalanceCheck of(List<BalanceDifference> differences) {
    return new BalanceCheck(null, differences);
  }

  /** A ledger whose changes of balances cannot be read. */
  public static BalanceCheck unreadable(String obstacle) {
    return new BalanceCheck(obstacle, List.of());
  }

  /** Whether the events explain every change. */
  public boolean isBalanced() {
    return obstacle == null && differences.isEmpty();
  }

  /** The obstacle, or else the first difference with its place; null when all is well. */
  public String firstFault() {
    if (obstacle != null) {
      return obstacle;
    }
    return differences.isEmpty() ? null : differences.get(0).toString();
  }
}
