package io.ttpprocessor.ledger;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small ledgers written field by field from the protocol's XDR. Every transaction's operations are
 * bumps of the sequence number, the smallest kind: operation n bumps to n, and its only
 * ledger-entry change removes the account whose key is all n (n from 1).
 */
final class LedgerFixture {
  static final Network NETWORK = Network.of("Test SDF Network ; September 2015");
  static final int SEQUENCE = 4711;
  static final int BUMP_SEQUENCE = 11;
  static final int TX_FAILED = -1;
  static final int TX_BAD_SEQ = -5;
  static final int TX_INTERNAL_ERROR = -11;

  private static final int KEY_TYPE_ED25519 = 0;
  private static final int KEY_TYPE_MUXED_ED25519 = 0x100;
  private static final int ENVELOPE_TYPE_TX = 2;
  private static final int ENVELOPE_TYPE_TX_FEE_BUMP = 5;
  private static final int SCV_VOID = 1;

  private LedgerFixture() {}

  /** A transaction of the given source key: its hash, its envelope, its operations' number. */
  record Transaction(byte[] hash, XdrWriter envelope, int operations) {}

  static Transaction transactionV0(int key, int operations) {
    XdrWriter body = new XdrWriter().filled(32, key).with(out -> afterSource(out, operations));
    XdrWriter signed = new XdrWriter().int32(ENVELOPE_TYPE_TX).int32(KEY_TYPE_ED25519).append(body);
    return new Transaction(
        hash(signed), new XdrWriter().int32(0).append(body).int32(0), operations);
  }

  static Transaction transaction(int key, int operations) {
    XdrWriter body = body(key, operations);
    return new Transaction(
        hash(new XdrWriter().int32(ENVELOPE_TYPE_TX).append(body)),
        new XdrWriter().int32(ENVELOPE_TYPE_TX).append(body).int32(0),
        operations);
  }

  /** A fee bump by a multiplexed account whose id is its key. */
  static Transaction feeBump(int feeKey, int key, int operations) {
    XdrWriter body =
        new XdrWriter()
            .int32(KEY_TYPE_MUXED_ED25519)
            .int64(feeKey)
            .filled(32, feeKey)
            .int64(200)
            .append(transaction(key, operations).envelope())
            .int32(0);
    return new Transaction(
        hash(new XdrWriter().int32(ENVELOPE_TYPE_TX_FEE_BUMP).append(body)),
        new XdrWriter().int32(ENVELOPE_TYPE_TX_FEE_BUMP).append(body).int32(0),
        operations);
  }

  /** TransactionResultPair of a transaction whose operations all succeeded. */
  static XdrWriter success(Transaction transaction) {
    return new XdrWriter()
        .fixed(transaction.hash())
        .with(out -> result(out, 0, transaction.operations()));
  }

  /** TransactionResultPair with a code that has operation results, here the given number. */
  static XdrWriter tried(Transaction transaction, int code, int results) {
    return new XdrWriter().fixed(transaction.hash()).with(out -> result(out, code, results));
  }

  /** TransactionResultPair of a transaction whose only operation failed with the given result. */
  static XdrWriter failedBy(Transaction transaction, XdrWriter operationResult) {
    return new XdrWriter()
        .fixed(transaction.hash())
        .int64(100)
        .int32(TX_FAILED)
        .array(List.of(operationResult))
        .int32(0);
  }

  /** TransactionResultPair of a transaction that was not tried. */
  static XdrWriter refused(Transaction transaction, int code) {
    return new XdrWriter().fixed(transaction.hash()).int64(100).int32(code).int32(0);
  }

  /** TransactionResultPair of a successful fee bump. */
  static XdrWriter feeBumpSuccess(Transaction transaction) {
    return new XdrWriter()
        .fixed(transaction.hash())
        .int64(200)
        .int32(1)
        .filled(32, 0)
        .with(out -> result(out, 0, transaction.operations()))
        .int32(0);
  }

  /**
   * TransactionMeta of the given version with changes of so many operations. The changes before
   * them remove account 201, those after them account 202.
   */
  static XdrWriter meta(int version, int operations) {
    XdrWriter out = new XdrWriter().int32(version);
    if (version >= 3) {
      out.int32(0);
    }
    if (version >= 1) {
      out.append(removal(201));
    }
    out.int32(operations);
    for (int operation = 1; operation <= operations; operation++) {
      if (version == 4) {
        out.int32(0);
      }
      out.append(removal(operation));
      if (version == 4) {
        out.array(List.of(event(operation)));
      }
    }
    if (version >= 2) {
      out.append(removal(202));
    }
    if (version == 3) {
      out.int32(1).int32(0).array(List.of(event(1))).int32(SCV_VOID).int32(0);
    }
    if (version == 4) {
      out.int32(0).int32(0).int32(0);
    }
    return out;
  }

  /** LedgerCloseMeta V0 whose transactions all have TransactionMeta 2. */
  static byte[] ledgerV0(List<Transaction> set, List<XdrWriter> results) {
    return ledgerV0(set, processings(set, results));
  }

  static byte[] ledgerV0(List<Transaction> set, Stream<XdrWriter> processings) {
    return new XdrWriter()
        .int32(0)
        .append(header(12))
        .filled(32, 9)
        .array(envelopes(set))
        .array(processings.toList())
        .int32(0)
        .int32(0)
        .bytes();
  }

  /** LedgerCloseMeta V0 of one transaction, with the given protocol and metadata. */
  static byte[] ledgerV0(int protocol, Transaction transaction, XdrWriter result, XdrWriter meta) {
    return new XdrWriter()
        .int32(0)
        .append(header(protocol))
        .filled(32, 9)
        .array(envelopes(List.of(transaction)))
        .int32(1)
        .append(result)
        .append(removal(200))
        .append(meta)
        .int32(0)
        .int32(0)
        .bytes();
  }

  /** LedgerCloseMeta V2: one classic phase, one parallel phase of two clusters in one stage. */
  static byte[] ledgerV2(
      List<Transaction> classic, List<List<Transaction>> clusters, List<XdrWriter> processings) {
    XdrWriter set =
        new XdrWriter()
            .int32(1)
            .filled(32, 9)
            .int32(2)
            .with(out -> out.int32(0).int32(1).int32(0).int32(0).array(envelopes(classic)))
            .with(out -> out.int32(1).int32(0).int32(1).int32(clusters.size()));
    clusters.forEach(cluster -> set.array(envelopes(cluster)));
    return new XdrWriter()
        .int32(2)
        .int32(0)
        .append(header(23))
        .append(set)
        .array(processings)
        .int32(0)
        .int32(0)
        .int64(0)
        .int32(0)
        .bytes();
  }

  /** TransactionResultMetaV1: charging the fee removes account 200, refunding it 203. */
  static XdrWriter processingV1(XdrWriter result, XdrWriter meta) {
    return new XdrWriter()
        .int32(0)
        .append(result)
        .append(removal(200))
        .append(meta)
        .append(removal(203));
  }

  private static Stream<XdrWriter> processings(List<Transaction> set, List<XdrWriter> results) {
    List<XdrWriter> processings = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      int operations = i < set.size() ? set.get(i).operations() : 0;
      processings.add(
          new XdrWriter().append(results.get(i)).append(removal(200)).append(meta(2, operations)));
    }
    return processings.stream();
  }

  private static List<XdrWriter> envelopes(List<Transaction> set) {
    return set.stream().map(Transaction::envelope).toList();
  }

  private static XdrWriter body(int key, int operations) {
    return new XdrWriter()
        .int32(KEY_TYPE_ED25519)
        .filled(32, key)
        .with(out -> afterSource(out, operations));
  }

  /** Fee, sequence number, time bounds, memo of id 77, operations, extension. */
  private static void afterSource(XdrWriter out, int operations) {
    out.int32(100).int64(1).int32(1).int64(0).int64(0).int32(2).int64(77).int32(operations);
    for (int operation = 1; operation <= operations; operation++) {
      boolean ownSource = operation % 2 == 0;
      out.int32(ownSource ? 1 : 0);
      if (ownSource) {
        out.int32(KEY_TYPE_MUXED_ED25519).int64(operation).filled(32, operation);
      }
      out.int32(BUMP_SEQUENCE).int64(operation);
    }
    out.int32(0);
  }

  private static void result(XdrWriter out, int code, int results) {
    out.int64(100).int32(code).int32(results);
    for (int i = 0; i < results; i++) {
      out.int32(0).int32(BUMP_SEQUENCE).int32(0);
    }
    out.int32(0);
  }

  /** LedgerEntryChanges: the account with the given key is removed. */
  private static XdrWriter removal(int key) {
    return new XdrWriter().int32(1).int32(2).int32(0).int32(0).filled(32, key);
  }

  /** ContractEvent of a contract whose hash is all the given byte, without topics. */
  private static XdrWriter event(int contract) {
    return new XdrWriter()
        .int32(0)
        .int32(1)
        .filled(32, contract)
        .int32(1)
        .int32(0)
        .int32(0)
        .int32(SCV_VOID);
  }

  /** LedgerHeaderHistoryEntry: hash all 7, previous hash all 6, closed at 1700000000. */
  private static XdrWriter header(int protocol) {
    return new XdrWriter()
        .filled(32, 7)
        .int32(protocol)
        .filled(32, 6)
        .filled(32, 0)
        .int64(1_700_000_000L)
        .int32(0)
        .int32(0)
        .filled(32, 0)
        .filled(32, 0)
        .int32(SEQUENCE)
        .filled(8 + 8 + 4 + 8 + 4 + 4 + 4 + 4 * 32, 0)
        .int32(0)
        .int32(0);
  }

  private static byte[] hash(XdrWriter tagged) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(NETWORK.id());
    return digest.digest(tagged.bytes());
  }
}
