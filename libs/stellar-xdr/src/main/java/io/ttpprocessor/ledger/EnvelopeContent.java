package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.MemoView;
import io.ttpprocessor.xdr.OperationView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionExtView;
import io.ttpprocessor.xdr.TransactionV0View;
import io.ttpprocessor.xdr.TransactionView;

/**
 * What the three types of envelope have in common. Of a fee bump (CAP-15) everything but the fee
 * account is the inner transaction's.
 *
 * <p>It holds on to the transaction's view, which remembers where the fields end.
 */
final class EnvelopeContent {
  private final byte[] bytes;
  private final int offset;

  /** The transaction of a V0 envelope; otherwise null. */
  private final TransactionV0View original;

  /** The transaction of any other envelope; otherwise null. */
  private final TransactionView transaction;

  private final boolean soroban;

  private EnvelopeContent(TransactionEnvelopeView envelope, boolean soroban) {
    this.bytes = envelope.bytes();
    this.offset = envelope.offset();
    this.soroban = soroban;
    boolean isV0 = envelope.type() == EnvelopeType.ENVELOPE_TYPE_TX_V0;
    this.original = isV0 ? envelope.v0().tx() : null;
    this.transaction = isV0 ? null : transaction(envelope);
  }

  /** The envelope of the given number. */
  static EnvelopeContent at(byte[] bytes, LedgerPlaces places, int number) {
    int ext = places.transactionExt(number);
    return new EnvelopeContent(
        TransactionEnvelopeView.at(bytes, places.envelope(number)),
        ext != 0 && TransactionExtView.at(bytes, ext).v() == 1);
  }

  TransactionEnvelopeView envelope() {
    return TransactionEnvelopeView.at(bytes, offset);
  }

  boolean isFeeBump() {
    return envelope().type() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP;
  }

  AccountRef sourceAccount() {
    return original != null
        ? AccountRef.of(original.sourceAccountEd25519())
        : AccountRef.of(transaction.sourceAccount());
  }

  /** The account that pays for a fee bump; only of one. */
  AccountRef feeBumpAccount() {
    return AccountRef.of(envelope().feeBump().tx().feeSource());
  }

  long sequenceNumber() {
    return original != null ? original.seqNum() : transaction.seqNum();
  }

  MemoView memo() {
    return original != null ? original.memo() : transaction.memo();
  }

  OperationView.Sequence operations() {
    return original != null ? original.operations() : transaction.operations();
  }

  /** Whether the transaction declares Soroban resources (CAP-46): it holds one operation then. */
  boolean isSoroban() {
    return soroban;
  }

  private static TransactionView transaction(TransactionEnvelopeView envelope) {
    return envelope.type() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP
        ? envelope.feeBump().tx().innerTx().v1().tx()
        : envelope.v1().tx();
  }
}
