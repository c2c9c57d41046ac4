package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.EnvelopeType;
import io.ttpprocessor.xdr.MemoView;
import io.ttpprocessor.xdr.OperationView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionView;

/**
 * What the three types of envelope have in common. Of a fee bump (CAP-15) everything but the fee
 * account is the inner transaction's.
 */
final class TransactionEnvelopes {
  private TransactionEnvelopes() {}

  static boolean isFeeBump(TransactionEnvelopeView envelope) {
    return envelope.type() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP;
  }

  static AccountRef sourceAccount(TransactionEnvelopeView envelope) {
    return isV0(envelope)
        ? AccountRef.of(envelope.v0().tx().sourceAccountEd25519())
        : AccountRef.of(transaction(envelope).sourceAccount());
  }

  static AccountRef feeAccount(TransactionEnvelopeView envelope) {
    return isFeeBump(envelope)
        ? AccountRef.of(envelope.feeBump().tx().feeSource())
        : sourceAccount(envelope);
  }

  static long sequenceNumber(TransactionEnvelopeView envelope) {
    return isV0(envelope) ? envelope.v0().tx().seqNum() : transaction(envelope).seqNum();
  }

  static MemoView memo(TransactionEnvelopeView envelope) {
    return isV0(envelope) ? envelope.v0().tx().memo() : transaction(envelope).memo();
  }

  static OperationView.Sequence operations(TransactionEnvelopeView envelope) {
    return isV0(envelope) ? envelope.v0().tx().operations() : transaction(envelope).operations();
  }

  /** Whether the transaction declares Soroban resources (CAP-46): it holds one operation then. */
  static boolean isSoroban(TransactionEnvelopeView envelope) {
    return !isV0(envelope) && transaction(envelope).ext().v() == 1;
  }

  static IllegalStateException unexpectedType(TransactionEnvelopeView envelope) {
    return new IllegalStateException("no transaction in an envelope of type " + envelope.type());
  }

  private static boolean isV0(TransactionEnvelopeView envelope) {
    return envelope.type() == EnvelopeType.ENVELOPE_TYPE_TX_V0;
  }

  private static TransactionView transaction(TransactionEnvelopeView envelope) {
    return isFeeBump(envelope) ? envelope.feeBump().tx().innerTx().v1().tx() : envelope.v1().tx();
  }
}
