package io.ttpprocessor.extract.verify;

import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.StrKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * By how much a transaction changes balances: as the events say, beside what the entries say.
 * Balances of contracts are left out, since no rule says where a contract keeps them.
 */
final class BalanceSheet {
  private record Holding(Address holder, Asset asset) {}

  private static final class Sums {
    private final Holding holding;
    private BigInteger byEvents = BigInteger.ZERO;
    private BigInteger byEntries = BigInteger.ZERO;

    private Sums(Holding holding) {
      this.holding = holding;
    }
  }

  // Ordered, as a hash table of addresses that somebody has chosen may be one long list.
  private final Map<Holding, Sums> byHolding =
      new TreeMap<>(Comparator.comparing(Holding::holder).thenComparing(Holding::asset));

  /** The same sums in the order in which the balances were met. */
  private final List<Sums> inOrder = new ArrayList<>();

  void addEvent(Address holder, Asset asset, BigInteger gain) {
    if (holder.kind() != StrKey.Kind.CONTRACT) {
      Sums sums = sums(holder, asset);
      sums.byEvents = sums.byEvents.add(gain);
    }
  }

  void addEntry(Address holder, Asset asset, long gain) {
    if (gain != 0) {
      Sums sums = sums(holder, asset);
      sums.byEntries = sums.byEntries.add(BigInteger.valueOf(gain));
    }
  }

  /** Where the two differ, in the order in which the balances were met. */
  List<BalanceDifference> differences(LedgerTransaction transaction) {
    List<BalanceDifference> differences = new ArrayList<>();
    for (Sums sums : inOrder) {
      if (!sums.byEvents.equals(sums.byEntries)) {
        differences.add(
            new BalanceDifference(
                transaction.ledger().sequence(),
                transaction.index(),
                transaction.hashHex(),
                sums.holding.holder,
                sums.holding.asset,
                sums.byEvents,
                sums.byEntries));
      }
    }
    return differences;
  }

  private Sums sums(Address holder, Asset asset) {
    Holding holding = new Holding(holder, asset);
    Sums known = byHolding.get(holding);
    if (known != null) {
      return known;
    }
    Sums sums = new Sums(holding);
    byHolding.put(holding, sums);
    inOrder.add(sums);
    return sums;
  }
}
