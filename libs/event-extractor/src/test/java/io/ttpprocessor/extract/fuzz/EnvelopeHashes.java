package io.ttpprocessor.extract.fuzz;

import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.ledger.TransactionHasher;
import io.ttpprocessor.xdr.LedgerCloseMetaView;
import io.ttpprocessor.xdr.TransactionEnvelopeView;
import io.ttpprocessor.xdr.TransactionResultMetaV1View;
import io.ttpprocessor.xdr.TransactionResultMetaView;
import io.ttpprocessor.xdr.runtime.CheckListener;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import io.ttpprocessor.xdr.runtime.XdrView;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes results belong to envelopes again after either was changed: otherwise nearly every change
 * ends at a transaction hash that is not known, and no rule is ever reached.
 */
final class EnvelopeHashes {
  private EnvelopeHashes() {}

  /** The envelopes and the results' hashes, as the check comes by them. */
  private static final class Found implements CheckListener {
    private final byte[] ledger;
    private final List<TransactionEnvelopeView> envelopes = new ArrayList<>();
    private final List<OpaqueView> hashes = new ArrayList<>();

    private Found(byte[] ledger) {
      this.ledger = ledger;
    }

    @Override
    public void checked(Class<? extends XdrView> type, int offset, int end) {
      if (type == TransactionEnvelopeView.class) {
        envelopes.add(TransactionEnvelopeView.at(ledger, offset));
      } else if (type == TransactionResultMetaView.class) {
        hashes.add(TransactionResultMetaView.at(ledger, offset).result().transactionHash());
      } else if (type == TransactionResultMetaV1View.class) {
        hashes.add(TransactionResultMetaV1View.at(ledger, offset).result().transactionHash());
      }
    }
  }

  /**
   * Writes the hash of the first envelope into the first result, and so on; the bytes change.
   *
   * @throws io.ttpprocessor.xdr.runtime.XdrException when the bytes are no LedgerCloseMeta
   */
  static void restore(byte[] ledger, Network network) {
    Found found = new Found(ledger);
    LedgerCloseMetaView.parseExactly(ledger, 0, ledger.length, found);
    TransactionHasher hasher = new TransactionHasher(network);
    for (int i = 0; i < Math.min(found.hashes.size(), found.envelopes.size()); i++) {
      byte[] hash = hasher.hash(found.envelopes.get(i));
      System.arraycopy(hash, 0, ledger, found.hashes.get(i).offset(), hash.length);
    }
  }
}
