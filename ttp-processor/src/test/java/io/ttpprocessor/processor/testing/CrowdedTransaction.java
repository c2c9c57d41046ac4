package io.ttpprocessor.processor.testing;

import io.ttpprocessor.extract.EventExtractor;
import io.ttpprocessor.extract.ExtractionException;
import io.ttpprocessor.ledger.LedgerException;
import io.ttpprocessor.ledger.LedgerTransaction;
import io.ttpprocessor.ledger.LedgerView;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.testkit.GoldenCorpus;
import io.ttpprocessor.xdr.ContractEventView;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A ledger of the synthetic corpus in which a transfer that a contract told is told many times more
 * by the same operation.
 *
 * @param xdr the LedgerCloseMeta
 * @param sequence its sequence
 * @param transaction hash of the transaction, in hex
 */
public record CrowdedTransaction(byte[] xdr, long sequence, String transaction) {
  /** The corpus's network. */
  public static final Network NETWORK =
      Network.of(GoldenCorpus.SYNTHETIC_DERIVED.networkPassphrase());

  private static final int COUNT_BYTES = 4;

  /** The ledger with so many events more. */
  public static CrowdedTransaction with(int copies) {
    for (byte[] xdr : GoldenCorpus.SYNTHETIC_DERIVED.ledgers()) {
      try {
        new EventExtractor(NETWORK).extract(xdr);
      } catch (LedgerException | ExtractionException e) {
        continue; // one of those that are there to be refused
      }
      CrowdedTransaction crowded = in(xdr, copies);
      if (crowded != null) {
        return crowded;
      }
    }
    throw new AssertionError("the corpus has no contract's transfer");
  }

  private static CrowdedTransaction in(byte[] xdr, int copies) {
    LedgerView ledger = LedgerView.parse(xdr, NETWORK);
    for (LedgerTransaction transaction : ledger.transactions()) {
      if (!transaction.successful() || !transaction.isSoroban()) {
        continue;
      }
      for (Iterable<ContractEventView> events : transaction.operationEvents()) {
        if (events instanceof ContractEventView.Sequence told
            && !told.isEmpty()
            && isTransfer(told.get(0))) {
          return new CrowdedTransaction(
              repeat(told, copies), ledger.sequence(), transaction.hashHex());
        }
      }
    }
    return null;
  }

  /** As SEP-41 has it: the name, two addresses, and an amount of 128 bits. */
  private static boolean isTransfer(ContractEventView event) {
    SCValView.Sequence topics = event.body().v0().topics();
    if (topics.count() != 3 || event.body().v0().data().type() != SCValType.SCV_I128) {
      return false;
    }
    SCValView name = topics.get(0);
    return event.hasContractID()
        && name.type() == SCValType.SCV_SYMBOL
        && new String(name.sym().copy(), StandardCharsets.UTF_8).equals("transfer")
        && topics.get(1).type() == SCValType.SCV_ADDRESS
        && topics.get(2).type() == SCValType.SCV_ADDRESS
        && event.body().v0().data().i128().hi() >= 0;
  }

  private static byte[] repeat(ContractEventView.Sequence events, int copies) {
    byte[] before = events.bytes();
    ContractEventView event = events.get(0);
    byte[] one = event.copy();
    ByteBuffer after = ByteBuffer.allocate(before.length + copies * one.length);
    after.put(before, 0, events.first() - COUNT_BYTES).putInt(events.count() + copies);
    for (int i = 0; i < copies; i++) {
      after.put(one);
    }
    after.put(before, events.first(), before.length - events.first());
    return after.array();
  }
}
