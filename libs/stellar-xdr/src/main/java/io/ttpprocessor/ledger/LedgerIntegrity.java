package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.InvokeHostFunctionResultCode;
import io.ttpprocessor.xdr.InvokeHostFunctionResultView;
import io.ttpprocessor.xdr.LedgerHeaderView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.util.Arrays;
import java.util.HexFormat;

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
 *   <li>contract events of metadata that was written anew with the events of a later protocol
 *   <li>the metadata of failed invocations
 *   <li>messages of consensus, evicted entries, sizes and fee rates beside them
 * </ul>
 *
 * <p>Not thread-safe: one for each worker.
 */
public final class LedgerIntegrity {
  /** The first protocol whose contract events are hashed as TransactionMeta 4 has them (CAP-67). */
  private static final long FIRST_PROTOCOL_WITH_META_V4 = 23;

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
    LedgerHeaderView header = ledger.header().header();
    if (level.covers(LedgerChecks.HEADER)) {
      hashes.ofHeader(ledger);
      require(ledger, "header", "the ledger states", ledger.hash());
    }
    if (level.covers(LedgerChecks.RESULTS)) {
      hashes.ofResults(ledger.processings());
      require(ledger, "results", "the header has", header.txSetResultHash());
      ledger.transactions();
    }
    if (level.covers(LedgerChecks.EVENTS)) {
      ledger.transactions().forEach(this::checkInvocation);
    }
    if (level.covers(LedgerChecks.ALL)) {
      hashes.ofTransactionSet(ledger.meta());
      require(ledger, "transaction set", "the header has", header.scpValue().txSetHash());
    }
  }

  private void checkInvocation(LedgerTransaction transaction) {
    if (!transaction.isSoroban() || !transaction.successful() || isRewritten(transaction)) {
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
    if (!isHash(result.success())) {
      throw LedgerException.in(
          operation, fault("return value and events", "its result has", result.success()));
    }
  }

  private static boolean isRewritten(LedgerTransaction transaction) {
    return transaction.metaVersion() == 4
        && transaction.ledger().protocolVersion() < FIRST_PROTOCOL_WITH_META_V4;
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
