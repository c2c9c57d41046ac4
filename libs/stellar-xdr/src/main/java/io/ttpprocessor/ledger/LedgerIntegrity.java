package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.InvokeHostFunctionResultCode;
import io.ttpprocessor.xdr.InvokeHostFunctionResultView;
import io.ttpprocessor.xdr.LedgerHeaderView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds a ledger against the hashes that the network agreed on, as far as its level goes ({@link
 * LedgerChecks}).
 *
 * <p>The network's consensus is over the header's hash, and the header holds the hashes of the
 * transaction set and of the results; a result holds the hash of a contract invocation's return
 * value and events. LedgerCloseMeta also tells what a node computed from these and no hash in a
 * ledger covers, so no level can check:
 *
 * <ul>
 *   <li>changes of ledger entries, of fees, operations, transactions and upgrades: the header's
 *       hash of the bucket list is over the state of all entries that came of them
 *   <li>events of classic operations and of transactions (fees), and diagnostic events (CAP-67)
 *   <li>contract events that were written anew in a later protocol's form
 *   <li>the metadata of failed invocations
 *   <li>messages of consensus, evicted entries, sizes and fee rates beside them
 * </ul>
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class LedgerIntegrity {
  /** The first protocol whose contract events are hashed as TransactionMeta 4 has them (CAP-67). */
  private static final long FIRST_PROTOCOL_WITH_META_V4 = 23;

  private static final Set<String> REWRITTEN_EVENTS =
      Set.of("mint", "burn", "clawback", "set_authorized");

  private final LedgerChecks level;
  private final LedgerHashes hashes = new LedgerHashes();

  /** Checks of the given level. */
  public LedgerIntegrity(LedgerChecks level) {
    this.level = level;
  }

  /** How much is checked. */
  public LedgerChecks level() {
    return level;
  }

  /**
   * Checks what the ledger's own bytes can show, which is all but {@link LedgerChecks#CHAIN}.
   *
   * @throws LedgerException when a hash is not the one stated: it names the ledger, for an
   *     invocation also the transaction and operation, and both hashes; or when the ledger's parts
   *     do not fit together
   */
  public void check(LedgerView ledger) {
    check(ledger, ledger::transactions);
  }

  /**
   * The same as {@link #check(LedgerView)}, with a hasher that the caller has for many ledgers.
   *
   * @param hasher of the ledger's network
   * @throws LedgerException as {@link #check(LedgerView)} does
   */
  public void check(LedgerView ledger, TransactionHasher hasher) {
    check(ledger, () -> ledger.transactions(hasher));
  }

  private void check(LedgerView ledger, Supplier<List<LedgerTransaction>> transactions) {
    LedgerHeaderView header = ledger.header().header();
    if (level.covers(LedgerChecks.HEADER)) {
      hashes.ofHeader(ledger);
      require(ledger, "header", "the ledger states", ledger.hash());
    }
    if (level.covers(LedgerChecks.TRANSACTIONS)) {
      hashes.ofTransactionSet(ledger.meta(), ledger.places());
      require(ledger, "transaction set", "the header has", header.scpValue().txSetHash());
    }
    if (level.covers(LedgerChecks.RESULTS)) {
      hashes.ofResults(ledger.processings());
      require(ledger, "results", "the header has", header.txSetResultHash());
    }
    if (level.covers(LedgerChecks.EVENTS)) {
      transactions.get().forEach(this::checkInvocation);
    }
  }

  private void checkInvocation(LedgerTransaction transaction) {
    if (!transaction.isSoroban() || !transaction.successful()) {
      return;
    }
    for (LedgerOperation operation : transaction.operations()) {
      if (operation.type() == OperationType.INVOKE_HOST_FUNCTION) {
        checkInvocation(operation);
      }
    }
  }

  private void checkInvocation(LedgerOperation operation) {
    InvokeHostFunctionResultView result = operation.result().invokeHostFunctionResult();
    if (result.code() != InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_SUCCESS) {
      return;
    }
    SCValView returnValue = TransactionMetas.returnValue(operation.transaction().meta());
    if (returnValue == null) {
      throw LedgerException.in(operation, "the metadata does not have its return value");
    }
    hashes.ofInvocation(returnValue, operation.contractEvents());
    if (!isHash(result.success()) && !isRewritten(operation)) {
      throw LedgerException.in(
          operation, fault("return value and events", "its result has", result.success()));
    }
  }

  /**
   * Whether an event is in another form than when it was hashed. Metadata of version 4 below
   * protocol 23 was written anew, with the events of asset contracts as they are since: without the
   * administrator in mint, clawback and set_authorized, and with a transfer from or to the issuer
   * as a mint or burn (CAP-67).
   */
  private static boolean isRewritten(LedgerOperation operation) {
    LedgerTransaction transaction = operation.transaction();
    if (transaction.metaVersion() < 4
        || transaction.ledger().protocolVersion() >= FIRST_PROTOCOL_WITH_META_V4) {
      return false;
    }
    for (ContractEventView event : operation.contractEvents()) {
      SCValView.Sequence topics = event.body().v0().topics();
      if (!topics.isEmpty()
          && topics.get(0).type() == SCValType.SCV_SYMBOL
          && REWRITTEN_EVENTS.contains(topics.get(0).sym().utf8())) {
        return true;
      }
    }
    return false;
  }

  private void require(LedgerView ledger, String what, String where, OpaqueView stated) {
    if (!isHash(stated)) {
      throw LedgerException.inLedger(ledger.sequence(), fault(what, where, stated));
    }
  }

  private boolean isHash(OpaqueView stated) {
    byte[] hash = hashes.hash();
    return Arrays.equals(stated.bytes(), stated.offset(), stated.end(), hash, 0, hash.length);
  }

  private String fault(String what, String where, OpaqueView stated) {
    return "SHA-256 of the "
        + what
        + " is "
        + HexFormat.of().formatHex(hashes.hash())
        + ", but "
        + where
        + " "
        + stated.hex();
  }
}
