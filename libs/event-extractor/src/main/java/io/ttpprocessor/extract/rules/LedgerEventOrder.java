package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.TokenEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Collects a ledger's events into their order: first the fees of all transactions, then what each
 * transaction's operations do. A refund comes after its transaction's operations, or after those of
 * all transactions, as {@link ProtocolDifferences#refundsComeLast} says. Not thread-safe.
 */
final class LedgerEventOrder {
  private final List<TokenEvent> fees = new ArrayList<>();
  private final List<TokenEvent> operations = new ArrayList<>();
  private final List<TokenEvent> refunds = new ArrayList<>();
  private boolean refundsComeLast;
  private int operationStart;

  /** Forgets everything and begins a ledger. */
  void beginLedger(long protocolVersion) {
    fees.clear();
    operations.clear();
    refunds.clear();
    refundsComeLast = ProtocolDifferences.refundsComeLast(protocolVersion);
    operationStart = 0;
  }

  /** Begins an operation. */
  void beginOperation() {
    operationStart = operations.size();
  }

  void addFee(TokenEvent event) {
    fees.add(event);
  }

  /** Adds a refund; to be called after the operations of its transaction. */
  void addRefund(TokenEvent event) {
    (refundsComeLast ? refunds : operations).add(event);
  }

  /** Adds an event after those of the operation so far. */
  void add(TokenEvent event) {
    operations.add(event);
  }

  /** Adds an event before those of the operation so far. */
  void addFirst(TokenEvent event) {
    operations.add(operationStart, event);
  }

  /** The events of the operation so far: a view, to be read before the next is added. */
  List<TokenEvent> ofOperation() {
    return operations.subList(operationStart, operations.size());
  }

  /** All events in order, unmodifiable. */
  List<TokenEvent> events() {
    TokenEvent[] events = new TokenEvent[fees.size() + operations.size() + refunds.size()];
    int count = 0;
    for (List<TokenEvent> part : List.of(fees, operations, refunds)) {
      for (TokenEvent event : part) {
        events[count++] = event;
      }
    }
    return Collections.unmodifiableList(Arrays.asList(events));
  }
}
