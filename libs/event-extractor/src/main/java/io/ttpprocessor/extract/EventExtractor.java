package io.ttpprocessor.extract;

import io.ttpprocessor.extract.event.CrossCheck;
import io.ttpprocessor.extract.event.LedgerEvents;
import io.ttpprocessor.extract.event.SkippedEvent;
import io.ttpprocessor.extract.event.TokenEvent;
import io.ttpprocessor.extract.rules.RuleContext;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.TransactionHasher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells the token-transfer events of ledgers, as the reference extractor ({@code
 * processors/token_transfer} of the Go SDK) does: derived from what each ledger holds, or as the
 * network told them itself; the {@link EventsMode} says which.
 *
 * <p>It remembers the addresses and assets that it has met, within bounds. Not thread-safe: one for
 * each worker.
 */
public final class EventExtractor {
  /** Raised whenever the rules come to tell other events of the same ledger. */
  public static final int RULES_VERSION = 1;

  private final Network network;
  private final EventsMode mode;
  private final TransactionHasher hasher;
  private final RuleContext context;

  /** An extractor of derived events for ledgers of the given network. */
  public EventExtractor(Network network) {
    this(network, EventsMode.DERIVED);
  }

  /** An extractor for ledgers of the given network. */
  public EventExtractor(Network network, EventsMode mode) {
    this.network = network;
    this.mode = mode;
    this.hasher = new TransactionHasher(network);
    this.context = new RuleContext(network);
  }

  /**
   * The events of one ledger.
   *
   * @param ledgerCloseMeta XDR of a LedgerCloseMeta; not modified, and not kept
   * @throws io.ttpprocessor.xdr.runtime.XdrException when the bytes are not what the schema says
   * @throws LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when an operation or a fee cannot be read, or when the mode is
   *     {@link EventsMode#UNIFIED} and the ledger does not carry the network's events
   */
  public LedgerEvents extract(byte[] ledgerCloseMeta) {
    return extract(LedgerView.parse(ledgerCloseMeta, network));
  }

  /**
   * The events of one ledger, which must be of this extractor's network.
   *
   * @throws LedgerException when the ledger's parts do not fit together
   * @throws ExtractionException when an operation or a fee cannot be read, or when the mode is
   *     {@link EventsMode#UNIFIED} and the ledger does not carry the network's events
   */
  public LedgerEvents extract(LedgerView ledger) {
    return switch (mode) {
      case DERIVED -> ledgerEvents(ledger, read(ledger, DerivedReading::read));
      case UNIFIED -> ledgerEvents(ledger, read(ledger, UnifiedReading.COMPLETE));
      case CROSS_CHECK -> crossCheck(ledger);
    };
  }

  private List<TokenEvent> read(LedgerView ledger, TransactionReading reading) {
    context.enter(ledger);
    try {
      for (LedgerTransaction transaction : ledger.transactions(hasher)) {
        reading.read(transaction, context);
      }
      return context.events();
    } finally {
      context.leave();
    }
  }

  private LedgerEvents crossCheck(LedgerView ledger) {
    LedgerEvents derived = ledgerEvents(ledger, read(ledger, DerivedReading::read));
    List<TokenEvent> unified;
    try {
      unified = read(ledger, UnifiedReading.AS_TOLD);
    } catch (LedgerException | ExtractionException e) {
      return derived.with(CrossCheck.notComparable(e.getMessage()), derived.skipped());
    }
    EventComparison comparison = EventComparison.of(derived.events(), unified, context);
    // The network's events are more than those of contracts, so more of them may be skipped.
    List<SkippedEvent> skipped = new ArrayList<>(context.skipped());
    skipped.addAll(comparison.skipped());
    return derived.with(
        CrossCheck.of(comparison.differences()), Collections.unmodifiableList(skipped));
  }

  private LedgerEvents ledgerEvents(LedgerView ledger, List<TokenEvent> events) {
    return new LedgerEvents(
        ledger.sequence(),
        ledger.hash().copy(),
        ledger.previousHash().copy(),
        ledger.closeTimeSeconds(),
        ledger.protocolVersion(),
        events,
        context.skipped(),
        null);
  }
}
