package io.ttpprocessor.samplelake;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.stellar.sdk.xdr.GeneralizedTransactionSet;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.LedgerCloseMeta;
import org.stellar.sdk.xdr.LedgerCloseMetaExt;
import org.stellar.sdk.xdr.LedgerCloseMetaV1;
import org.stellar.sdk.xdr.LedgerCloseValueSignature;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerHeader;
import org.stellar.sdk.xdr.LedgerHeaderHistoryEntry;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.NodeID;
import org.stellar.sdk.xdr.SCPHistoryEntry;
import org.stellar.sdk.xdr.Signature;
import org.stellar.sdk.xdr.StellarValue;
import org.stellar.sdk.xdr.StellarValueType;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionPhase;
import org.stellar.sdk.xdr.TransactionResultMeta;
import org.stellar.sdk.xdr.TransactionResultPair;
import org.stellar.sdk.xdr.TransactionResultSet;
import org.stellar.sdk.xdr.TransactionSetV1;
import org.stellar.sdk.xdr.TxSetComponent;
import org.stellar.sdk.xdr.TxSetComponentType;
import org.stellar.sdk.xdr.UpgradeEntryMeta;
import org.stellar.sdk.xdr.UpgradeType;

/**
 * Hashes and chains ledgers: transaction set, results, header (protocol 21, LedgerCloseMeta V1).
 */
final class LedgerAssembler {
  private static final int PROTOCOL = 21;
  private static final long FIRST_CLOSE_TIME = 1_700_000_000L;
  private static final long SECONDS_PER_LEDGER = 5;
  private static final long TOTAL_COINS = 1_000_000_000_000_000_000L;
  private static final Comparator<TransactionAssembler.Assembled> BY_ENVELOPE_HASH =
      Comparator.comparing(TransactionAssembler.Assembled::envelopeHash, Arrays::compareUnsigned);

  private final World world;
  private final Dice dice;
  private byte[] previousHash;

  LedgerAssembler(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.previousHash = dice.bytes(32);
  }

  /** The next ledger of the chain; the previous hash of the first is arbitrary. */
  LedgerCloseMeta assemble(long sequence, List<TransactionAssembler.Assembled> transactions) {
    GeneralizedTransactionSet transactionSet = transactionSet(transactions);
    TransactionResultMeta[] processing =
        transactions.stream()
            .map(TransactionAssembler.Assembled::resultMeta)
            .toArray(TransactionResultMeta[]::new);
    LedgerHeader header =
        header(
            sequence,
            XdrValues.sha256(XdrValues.encode(transactionSet::toXdrByteArray)),
            resultHash(processing));
    byte[] hash = XdrValues.sha256(XdrValues.encode(header::toXdrByteArray));
    previousHash = hash;
    LedgerHeaderHistoryEntry entry =
        new LedgerHeaderHistoryEntry.Builder()
            .hash(XdrValues.hash(hash))
            .header(header)
            .ext(
                new LedgerHeaderHistoryEntry.LedgerHeaderHistoryEntryExt.Builder()
                    .discriminant(0)
                    .build())
            .build();
    LedgerCloseMetaV1 meta =
        new LedgerCloseMetaV1.Builder()
            .ext(new LedgerCloseMetaExt.Builder().discriminant(0).build())
            .ledgerHeader(entry)
            .txSet(transactionSet)
            .txProcessing(processing)
            .upgradesProcessing(new UpgradeEntryMeta[0])
            .scpInfo(new SCPHistoryEntry[0])
            .totalByteSizeOfBucketList(XdrValues.uint64(1_000_000 + sequence))
            .evictedTemporaryLedgerKeys(new LedgerKey[0])
            .evictedPersistentLedgerEntries(new LedgerEntry[0])
            .build();
    return new LedgerCloseMeta.Builder().discriminant(1).v1(meta).build();
  }

  private GeneralizedTransactionSet transactionSet(
      List<TransactionAssembler.Assembled> transactions) {
    TransactionSetV1 set =
        new TransactionSetV1.Builder()
            .previousLedgerHash(XdrValues.hash(previousHash))
            .phases(new TransactionPhase[] {phase(transactions, false), phase(transactions, true)})
            .build();
    return new GeneralizedTransactionSet.Builder().discriminant(1).v1TxSet(set).build();
  }

  /** A set lists transactions by hash, not in the order in which they are applied. */
  private static TransactionPhase phase(
      List<TransactionAssembler.Assembled> transactions, boolean contractCalls) {
    TransactionEnvelope[] envelopes =
        transactions.stream()
            .filter(transaction -> transaction.contractCall() == contractCalls)
            .sorted(BY_ENVELOPE_HASH)
            .map(TransactionAssembler.Assembled::envelope)
            .toArray(TransactionEnvelope[]::new);
    TxSetComponent component =
        new TxSetComponent.Builder()
            .discriminant(TxSetComponentType.TXSET_COMP_TXS_MAYBE_DISCOUNTED_FEE)
            .txsMaybeDiscountedFee(
                new TxSetComponent.TxSetComponentTxsMaybeDiscountedFee.Builder()
                    .baseFee(XdrValues.int64(100))
                    .txs(envelopes)
                    .build())
            .build();
    TxSetComponent[] components =
        envelopes.length == 0 ? new TxSetComponent[0] : new TxSetComponent[] {component};
    return new TransactionPhase.Builder().discriminant(0).v0Components(components).build();
  }

  private static byte[] resultHash(TransactionResultMeta[] processing) {
    TransactionResultSet set =
        new TransactionResultSet.Builder()
            .results(
                Arrays.stream(processing)
                    .map(TransactionResultMeta::getResult)
                    .toArray(TransactionResultPair[]::new))
            .build();
    return XdrValues.sha256(XdrValues.encode(set::toXdrByteArray));
  }

  private LedgerHeader header(long sequence, byte[] transactionSetHash, byte[] resultSetHash) {
    Hash[] skipList = new Hash[4];
    Arrays.fill(skipList, XdrValues.hash(new byte[32]));
    return new LedgerHeader.Builder()
        .ledgerVersion(XdrValues.uint32(PROTOCOL))
        .previousLedgerHash(XdrValues.hash(previousHash))
        .scpValue(value(sequence, transactionSetHash))
        .txSetResultHash(XdrValues.hash(resultSetHash))
        .bucketListHash(XdrValues.hash(dice.bytes(32)))
        .ledgerSeq(XdrValues.uint32(sequence))
        .totalCoins(XdrValues.int64(TOTAL_COINS))
        .feePool(XdrValues.int64(world.feePool()))
        .inflationSeq(XdrValues.uint32(0))
        .idPool(XdrValues.uint64(world.lastOfferId()))
        .baseFee(XdrValues.uint32(100))
        .baseReserve(XdrValues.uint32(5_000_000))
        .maxTxSetSize(XdrValues.uint32(1000))
        .skipList(skipList)
        .ext(new LedgerHeader.LedgerHeaderExt.Builder().discriminant(0).build())
        .build();
  }

  private StellarValue value(long sequence, byte[] transactionSetHash) {
    LedgerCloseValueSignature signature =
        new LedgerCloseValueSignature.Builder()
            .nodeID(new NodeID(world.issuers().get(0).id().getAccountID()))
            .signature(new Signature(dice.bytes(64)))
            .build();
    return new StellarValue.Builder()
        .txSetHash(XdrValues.hash(transactionSetHash))
        .closeTime(XdrValues.timePoint(FIRST_CLOSE_TIME + SECONDS_PER_LEDGER * sequence))
        .upgrades(new UpgradeType[0])
        .ext(
            new StellarValue.StellarValueExt.Builder()
                .discriminant(StellarValueType.STELLAR_VALUE_SIGNED)
                .lcValueSignature(signature)
                .build())
        .build();
  }
}
