package io.ttpprocessor.processor.format;

import io.ttpprocessor.encode.EventSelection;
import io.ttpprocessor.extract.event.Address;
import io.ttpprocessor.extract.event.Amount;
import io.ttpprocessor.extract.event.Asset;
import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.MuxedInfo;
import io.ttpprocessor.extract.event.TokenEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which token transfers a subscriber wants: those that each part which is not empty lets pass; a
 * set lets pass what any of its values is equal to. Immutable.
 *
 * @param kinds kinds of event
 * @param assets assets; an event of a contract that is no asset's has none
 * @param parties whose balance went down or up
 * @param contracts tokens' contracts
 * @param smallestAmount least amount, inclusive
 * @param receivers for whom within the receiving account
 * @param transactions transaction hashes, lower-case hexadecimal
 */
public record TokenEventFilter(
    Set<EventKind> kinds,
    Set<Asset> assets,
    Parties parties,
    Set<Address> contracts,
    Optional<Amount> smallestAmount,
    Set<MuxedInfo> receivers,
    Set<String> transactions) {
  /** Lets all pass. */
  public static final TokenEventFilter ALL =
      new TokenEventFilter(
          Set.of(),
          Set.of(),
          new Parties(Set.of(), Set.of(), Set.of()),
          Set.of(),
          Optional.empty(),
          Set.of(),
          Set.of());

  /**
   * Addresses of an event.
   *
   * @param either whose balance went down or up
   * @param from whose balance went down
   * @param to whose balance went up
   */
  public record Parties(Set<Address> either, Set<Address> from, Set<Address> to) {
    private boolean pass(TokenEvent event) {
      return (either.isEmpty() || has(either, event.from()) || has(either, event.to()))
          && (from.isEmpty() || has(from, event.from()))
          && (to.isEmpty() || has(to, event.to()));
    }

    /** Sets that cannot hold null may not be asked for it either. */
    private static boolean has(Set<Address> addresses, Address address) {
      return address != null && addresses.contains(address);
    }
  }

  /** The ledger's events that pass. */
  public EventSelection select(LedgerEvents ledger) {
    List<TokenEvent> events = ledger.events();
    return equals(ALL)
        ? EventSelection.all(events.size())
        : EventSelection.of(events.size(), ordinal -> passes(events.get(ordinal)));
  }

  private boolean passes(TokenEvent event) {
    return (kinds.isEmpty() || kinds.contains(event.kind()))
        && (assets.isEmpty() || event.asset() != null && assets.contains(event.asset()))
        && parties.pass(event)
        && (contracts.isEmpty() || contracts.contains(event.contract()))
        && (smallestAmount.isEmpty() || event.amount().compareTo(smallestAmount.get()) >= 0)
        && (receivers.isEmpty()
            || event.toMuxedInfo() != null && receivers.contains(event.toMuxedInfo()))
        && (transactions.isEmpty() || transactions.contains(event.transaction().hashHex()));
  }
}
