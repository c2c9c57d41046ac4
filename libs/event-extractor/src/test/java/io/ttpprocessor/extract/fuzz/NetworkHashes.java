package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerOperation;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.InvokeHostFunctionResultCode;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderView;
import io.ttpprocessor.xdr.OperationType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionMetaView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.TransactionSetView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes all hashes in a ledger those of its bytes again after these were changed: otherwise each
 * change of what a hash covers ends there, and the checks behind it are never reached.
 */
public final class NetworkHashes {
  private NetworkHashes() {}

  /**
   * Writes the hashes, from the innermost on: of envelopes, of what invocations came to, of the
   * results, of the transaction set, of the header.
   *
   * @throws io.ttpprocessor.xdr.runtime.XdrException when the bytes are no LedgerCloseMeta
   */
  public static void restore(byte[] bytes, Network network) {
    EnvelopeHashes.restore(bytes, network);
    LedgerView ledger = LedgerView.parse(bytes, network);
    restoreInvocations(ledger);
    LedgerHeaderView header = ledger.header().header();
    write(results(ledger.meta()), header.txSetResultHash());
    write(transactionSet(ledger.meta()), header.scpValue().txSetHash());
    write(header.copy(), ledger.hash());
  }

  private static void restoreInvocations(LedgerView ledger) {
    try {
      for (LedgerTransaction transaction : ledger.transactions()) {
        if (transaction.isSoroban() && transaction.successful()) {
          transaction.operations().forEach(NetworkHashes::restoreInvocation);
        }
      }
    } catch (LedgerException e) {
      return; // what belongs to what is not known, and no reader gets further than this
    }
  }

  private static void restoreInvocation(LedgerOperation operation) {
    SCValView returnValue = returnValue(operation.transaction().meta());
    if (returnValue == null
        || operation.type() != OperationType.INVOKE_HOST_FUNCTION
        || operation.result().invokeHostFunctionResult().code()
            != InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_SUCCESS) {
      return;
    }
    List<XdrView> events = new ArrayList<>();
    for (ContractEventView event : operation.contractEvents()) {
      events.add(event);
    }
    // InvokeHostFunctionSuccessPreImage
    ByteArrayOutputStream preImage = new ByteArrayOutputStream();
    preImage.writeBytes(returnValue.copy());
    preImage.writeBytes(array(events));
    write(preImage.toByteArray(), operation.result().invokeHostFunctionResult().success());
  }

  private static SCValView returnValue(TransactionMetaView meta) {
    if (meta.v() == 3 && meta.v3().hasSorobanMeta()) {
      return meta.v3().sorobanMeta().returnValue();
    }
    if (meta.v() == 4 && meta.v4().hasSorobanMeta() && meta.v4().sorobanMeta().hasReturnValue()) {
      return meta.v4().sorobanMeta().returnValue();
    }
    return null;
  }

  /** TransactionResultSet. */
  private static byte[] results(LedgerCloseMetaView meta) {
    List<XdrView> pairs = new ArrayList<>();
    if (meta.v() == 2) {
      for (TransactionResultMetaV1View processing : meta.v2().txProcessing()) {
        pairs.add(processing.result());
      }
      return array(pairs);
    }
    TransactionResultMetaView.Sequence processings =
        meta.v() == 0 ? meta.v0().txProcessing() : meta.v1().txProcessing();
    for (TransactionResultMetaView processing : processings) {
      pairs.add(processing.result());
    }
    return array(pairs);
  }

  /** An original set is hashed without the number of its transactions. */
  private static byte[] transactionSet(LedgerCloseMetaView meta) {
    if (meta.v() > 0) {
      return (meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet()).copy();
    }
    TransactionSetView set = meta.v0().txSet();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(set.previousLedgerHash().copy());
    for (TransactionEnvelopeView envelope : set.txs()) {
      content.writeBytes(envelope.copy());
    }
    return content.toByteArray();
  }

  private static byte[] array(List<XdrView> elements) {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(elements.size()).array());
    elements.forEach(element -> array.writeBytes(element.copy()));
    return array.toByteArray();
  }

  private static void write(byte[] content, OpaqueView place) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      System.arraycopy(hash, 0, place.bytes(), place.offset(), hash.length);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java platform has it
    }
  }
}
