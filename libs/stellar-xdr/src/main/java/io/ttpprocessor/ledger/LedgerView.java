package io.ttpprocessor.ledger;

import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.LedgerHeaderHistoryEntryView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.XdrException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A ledger as it closed: its header, and its transactions in apply order, whatever the version of
 * LedgerCloseMeta. It reads the ledger's bytes in place: they must not be modified while it or
 * anything got from it is in use.
 *
 * <p>Not thread-safe: one thread walks one ledger.
 */
public final class LedgerView {
  /** The protocol whose TransactionMeta holds all changes also in the versions 0 and 1. */
  private static final long FIRST_PROTOCOL_WITH_WHOLE_META_V1 = 10;

  private final LedgerCloseMetaView meta;
  private final LedgerPlaces places;
  private final Network network;
  private final LedgerHeaderHistoryEntryView header;
  private TransactionProcessing[] processings;
  private List<LedgerTransaction> transactions;

  private LedgerView(LedgerCloseMetaView meta, LedgerPlaces places, Network network) {
    this.meta = meta;
    this.places = places;
    this.network = network;
    this.header = LedgerCloseMetas.header(meta);
  }

  /**
   * Checks that the bytes are one LedgerCloseMeta, no more and no less. Nothing is hashed yet.
   *
   * @throws XdrException when they are not; its detail ends with how much of the ledger was sound:
   *     what is wrong lies in or after the part that comes next
   */
  public static LedgerView parse(byte[] ledgerCloseMeta, Network network) {
    return parse(ledgerCloseMeta, 0, ledgerCloseMeta.length, network);
  }

  /**
   * The same as {@link #parse(byte[], Network)}, of a ledger that lies among others; offsets in
   * messages are indexes in the array.
   *
   * @param bytes the array
   * @param offset the ledger's first byte
   * @param length number of bytes of the ledger
   * @throws XdrException as {@link #parse(byte[], Network)} does
   * @throws IndexOutOfBoundsException when the ledger leaves the array
   */
  public static LedgerView parse(byte[] bytes, int offset, int length, Network network) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    LedgerPlaces places = new LedgerPlaces(length);
    try {
      LedgerCloseMetaView meta =
          LedgerCloseMetaView.parseExactly(bytes, offset, offset + length, places);
      return new LedgerView(meta, places, network);
    } catch (XdrException e) {
      throw e.with(places.progress());
    }
  }

  /** Sequence number of the ledger. */
  public long sequence() {
    return header.header().ledgerSeq();
  }

  /** Hash of the ledger's header, 32 bytes, as the metadata states it. */
  public OpaqueView hash() {
    return header.hash();
  }

  /** Hash of the previous ledger's header, 32 bytes. */
  public OpaqueView previousHash() {
    return header.header().previousLedgerHash();
  }

  /** When the ledger closed, in seconds since 1970-01-01T00:00:00Z. */
  public long closeTimeSeconds() {
    return header.header().scpValue().closeTime();
  }

  /** Version of the protocol by which the ledger was closed. */
  public long protocolVersion() {
    return header.header().ledgerVersion();
  }

  /** Version of the ledger's LedgerCloseMeta, 0 to 2. */
  public int metaVersion() {
    return meta.v();
  }

  /** The header with its hash. */
  public LedgerHeaderHistoryEntryView header() {
    return header;
  }

  /** The metadata that this ledger is a view of. */
  public LedgerCloseMetaView meta() {
    return meta;
  }

  /**
   * The transactions in apply order, unmodifiable. The first call hashes every envelope and joins
   * it to its result.
   *
   * @throws LedgerException when a result has no envelope (as with the wrong network's passphrase)
   *     or an envelope no result, when two transactions have one hash, or when the metadata is of
   *     an age that left changes out
   */
  public List<LedgerTransaction> transactions() {
    return transactions == null ? transactions(new TransactionHasher(network)) : transactions;
  }

  /**
   * The same as {@link #transactions()}, with a hasher that the caller has for many ledgers.
   *
   * @param hasher of the ledger's network
   * @throws LedgerException as {@link #transactions()} does
   */
  public List<LedgerTransaction> transactions(TransactionHasher hasher) {
    if (transactions == null) {
      transactions = joinTransactions(hasher);
    }
    return transactions;
  }

  /** Where the parts of the ledger lie, as the check noted. */
  LedgerPlaces places() {
    return places;
  }

  /** What became of the transactions, in apply order. */
  TransactionProcessing[] processings() {
    if (processings == null) {
      processings = LedgerCloseMetas.processings(meta, places);
    }
    return processings;
  }

  private List<LedgerTransaction> joinTransactions(TransactionHasher hasher) {
    TransactionProcessing[] results = processings();
    TransactionJoin join = new TransactionJoin(sequence(), meta.bytes(), results, hasher);
    for (int i = 0; i < places.envelopeCount(); i++) {
      join.addEnvelope(i, places.envelope(i), places.transactionEnd(i));
    }
    int[] envelopes = join.envelopes();
    LedgerTransaction[] joined = new LedgerTransaction[results.length];
    for (int i = 0; i < joined.length; i++) {
      EnvelopeContent content = EnvelopeContent.at(meta.bytes(), places, envelopes[i]);
      joined[i] = new LedgerTransaction(this, i + 1, content, results[i]);
    }
    if (protocolVersion() < FIRST_PROTOCOL_WITH_WHOLE_META_V1) {
      for (LedgerTransaction transaction : joined) {
        requireWholeMeta(transaction);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(joined));
  }

  /**
   * Before protocol 10 TransactionMeta of version 0 or 1 lacks changes; stellar-core wrote the
   * metadata of those ledgers anew as version 2 (reference: ingest.LedgerTransactionReader). A
   * transaction without fee changes has no metadata at all, as in a history archive.
   */
  private static void requireWholeMeta(LedgerTransaction transaction) {
    if (transaction.metaVersion() < 2 && !transaction.feeChanges().isEmpty()) {
      throw LedgerException.in(
          transaction,
          "TransactionMeta of version "
              + transaction.metaVersion()
              + " is incomplete before protocol "
              + FIRST_PROTOCOL_WITH_WHOLE_META_V1
              + ": have a current stellar-core write this ledger's metadata again");
    }
  }
}
