package io.ttpprocessor.samplelake;

import java.util.Arrays;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.FeeBumpTransaction;
import org.stellar.sdk.xdr.FeeBumpTransactionEnvelope;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationMeta;
import org.stellar.sdk.xdr.PreconditionType;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.Signature;
import org.stellar.sdk.xdr.SignatureHint;
import org.stellar.sdk.xdr.Transaction;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionMeta;
import org.stellar.sdk.xdr.TransactionMetaV3;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultMeta;
import org.stellar.sdk.xdr.TransactionResultPair;
import org.stellar.sdk.xdr.TransactionSignaturePayload;
import org.stellar.sdk.xdr.TransactionV0;
import org.stellar.sdk.xdr.TransactionV0Envelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/** Turns a finished draft into the network's types: envelope, hash, result and metadata. */
final class TransactionAssembler {
  private static final int OLD_ENVELOPE_PERCENT = 5;
  private static final long CLASSIC_OPERATION_BID = 1000;

  private final World world;
  private final Dice dice;

  TransactionAssembler(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  /** A transaction as it stands in a ledger; the envelope's hash is what sets are sorted by. */
  record Assembled(
      boolean contractCall,
      TransactionEnvelope envelope,
      byte[] envelopeHash,
      TransactionResultMeta resultMeta) {}

  Assembled assemble(TransactionDraft draft) {
    Transaction transaction = transaction(draft);
    Hash innerHash = transactionHash(transaction);
    TransactionV1Envelope inner =
        new TransactionV1Envelope.Builder()
            .tx(transaction)
            .signatures(signatures(draft.source()))
            .build();
    if (draft.isFeeBump()) {
      FeeBumpTransaction feeBump = feeBump(draft, inner);
      TransactionEnvelope envelope =
          new TransactionEnvelope.Builder()
              .discriminant(EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP)
              .feeBump(
                  new FeeBumpTransactionEnvelope.Builder()
                      .tx(feeBump)
                      .signatures(signatures(draft.payer()))
                      .build())
              .build();
      return assembled(
          draft, envelope, feeBumpHash(feeBump), TransactionResults.feeBump(draft, innerHash));
    }
    TransactionEnvelope envelope =
        isOldStyle(draft)
            ? oldEnvelope(transaction, inner.getSignatures())
            : new TransactionEnvelope.Builder()
                .discriminant(EnvelopeType.ENVELOPE_TYPE_TX)
                .v1(inner)
                .build();
    return assembled(draft, envelope, innerHash, TransactionResults.plain(draft));
  }

  private Assembled assembled(
      TransactionDraft draft, TransactionEnvelope envelope, Hash hash, TransactionResult result) {
    TransactionMetaV3 meta =
        new TransactionMetaV3.Builder()
            .ext(XdrValues.NO_EXTENSION)
            .txChangesBefore(draft.changesBefore())
            .operations(draft.operationMetas().toArray(new OperationMeta[0]))
            .txChangesAfter(draft.changesAfter())
            .sorobanMeta(
                draft.isContractCall()
                    ? ContractCalls.meta(dice, draft.contractEvents(), draft.feeCharged() / 2)
                    : null)
            .build();
    TransactionResultMeta resultMeta =
        new TransactionResultMeta.Builder()
            .result(
                new TransactionResultPair.Builder().transactionHash(hash).result(result).build())
            .feeProcessing(draft.feeChanges())
            .txApplyProcessing(new TransactionMeta.Builder().discriminant(3).v3(meta).build())
            .build();
    byte[] envelopeHash = XdrValues.sha256(XdrValues.encode(envelope::toXdrByteArray));
    return new Assembled(draft.isContractCall(), envelope, envelopeHash, resultMeta);
  }

  private Transaction transaction(TransactionDraft draft) {
    TransactionDraft.Party party = draft.party();
    Transaction.TransactionExt.Builder extension =
        new Transaction.TransactionExt.Builder().discriminant(0);
    long bid = CLASSIC_OPERATION_BID * draft.operations().size();
    if (draft.isContractCall()) {
      long resourceFee = draft.feeCharged() - 100L * (draft.isFeeBump() ? 2 : 1);
      bid += resourceFee;
      extension
          .discriminant(1)
          .sorobanData(ContractCalls.resources(draft.footprint(), resourceFee));
    }
    return new Transaction.Builder()
        .sourceAccount(XdrValues.muxedAccount(party.source().publicKey(), party.muxedId()))
        .fee(XdrValues.uint32(bid))
        .seqNum(XdrValues.sequenceNumber(draft.sequence()))
        .cond(new Preconditions.Builder().discriminant(PreconditionType.PRECOND_NONE).build())
        .memo(party.memo())
        .operations(draft.operations().toArray(new Operation[0]))
        .ext(extension.build())
        .build();
  }

  private FeeBumpTransaction feeBump(TransactionDraft draft, TransactionV1Envelope inner) {
    return new FeeBumpTransaction.Builder()
        .feeSource(XdrValues.muxedAccount(draft.payer().publicKey(), null))
        .fee(XdrValues.int64(draft.feeCharged() * 2))
        .innerTx(
            new FeeBumpTransaction.FeeBumpTransactionInnerTx.Builder()
                .discriminant(EnvelopeType.ENVELOPE_TYPE_TX)
                .v1(inner)
                .build())
        .ext(new FeeBumpTransaction.FeeBumpTransactionExt.Builder().discriminant(0).build())
        .build();
  }

  private boolean isOldStyle(TransactionDraft draft) {
    return draft.party().muxedId() == null
        && !draft.isContractCall()
        && dice.chance(OLD_ENVELOPE_PERCENT);
  }

  /** The envelope of before Protocol 13; it hashes as if it were the new one. */
  private static TransactionEnvelope oldEnvelope(
      Transaction transaction, DecoratedSignature[] signatures) {
    TransactionV0 old =
        new TransactionV0.Builder()
            .sourceAccountEd25519(transaction.getSourceAccount().getEd25519())
            .fee(transaction.getFee())
            .seqNum(transaction.getSeqNum())
            .memo(transaction.getMemo())
            .operations(transaction.getOperations())
            .ext(new TransactionV0.TransactionV0Ext.Builder().discriminant(0).build())
            .build();
    return new TransactionEnvelope.Builder()
        .discriminant(EnvelopeType.ENVELOPE_TYPE_TX_V0)
        .v0(new TransactionV0Envelope.Builder().tx(old).signatures(signatures).build())
        .build();
  }

  private Hash transactionHash(Transaction transaction) {
    return hash(
        new TransactionSignaturePayload.TransactionSignaturePayloadTaggedTransaction.Builder()
            .discriminant(EnvelopeType.ENVELOPE_TYPE_TX)
            .tx(transaction)
            .build());
  }

  private Hash feeBumpHash(FeeBumpTransaction transaction) {
    return hash(
        new TransactionSignaturePayload.TransactionSignaturePayloadTaggedTransaction.Builder()
            .discriminant(EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP)
            .feeBump(transaction)
            .build());
  }

  private Hash hash(
      TransactionSignaturePayload.TransactionSignaturePayloadTaggedTransaction transaction) {
    TransactionSignaturePayload payload =
        new TransactionSignaturePayload.Builder()
            .networkId(XdrValues.hash(world.networkId()))
            .taggedTransaction(transaction)
            .build();
    return XdrValues.hash(XdrValues.sha256(XdrValues.encode(payload::toXdrByteArray)));
  }

  /** Nobody here checks signatures, so they are of the right shape only. */
  private DecoratedSignature[] signatures(AccountRecord signer) {
    byte[] key = signer.publicKey();
    return new DecoratedSignature[] {
      new DecoratedSignature.Builder()
          .hint(new SignatureHint(Arrays.copyOfRange(key, key.length - 4, key.length)))
          .signature(new Signature(dice.bytes(64)))
          .build()
    };
  }
}
