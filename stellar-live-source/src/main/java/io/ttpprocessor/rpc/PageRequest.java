package io.ttpprocessor.rpc;

import io.ttpprocessor.source.OrderCheck;

/**
 * Which ledgers are wanted next.
 *
 * @param order the check of the order, at the first that is wanted; it stays as it is
 * @param last last ledger that is wanted, inclusive
 * @param size how many at a time
 */
record PageRequest(OrderCheck order, long last, PageSize size) {
  /** First ledger that is wanted. */
  long first() {
    return order.expected();
  }
}
