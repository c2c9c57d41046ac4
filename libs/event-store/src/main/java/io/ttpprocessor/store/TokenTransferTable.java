package io.ttpprocessor.store;

import com.google.protobuf.MessageLite;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.protos.v1.Product;
import io.ttpprocessor.protos.v1.StreamLedgerEventsRequest;
import java.util.Optional;

/** Token transfers, all of them, in the table {@code token_transfers}. */
public final class TokenTransferTable extends EventTable {
  /** The table's name. */
  public static final String NAME = "token_transfers";

  private static final int MAX_AMOUNT_LENGTH = 40;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  String migrations() {
    return "db/migration";
  }

  @Override
  public void ask(StreamLedgerEventsRequest.Builder request) {
    request.addProducts(Product.PRODUCT_TOKEN_TRANSFERS);
  }

  @Override
  public boolean wholeLedgers() {
    return true;
  }

  /** Not by services from before there were digests. */
  @Override
  public boolean digestAlwaysSent() {
    return false;
  }

  @Override
  public int count(LedgerEvents ledger) {
    return ledger.getEventsCount();
  }

  @Override
  public int ordinal(LedgerEvents ledger, int index) {
    return ledger.getEvents(index).getOrdinal();
  }

  @Override
  public MessageLite message(LedgerEvents ledger, int index) {
    return ledger.getEvents(index).getTokenTransfer();
  }

  @Override
  public Optional<EventDigest> digest(LedgerEvents ledger) {
    return ledger.hasTokenTransferDigest()
        ? Optional.of(ledger.getTokenTransferDigest())
        : Optional.empty();
  }

  @Override
  String columns() {
    return "ledger_sequence, ordinal, closed_at, tx_hash, transaction_index, operation_index,"
        + " event_type, contract_address, asset, from_address, to_address, amount, to_muxed_type,"
        + " to_muxed_value";
  }

  @Override
  void append(LedgerEvents ledger, int index, CopyText row) {
    LedgerEvent event = ledger.getEvents(index);
    TransferRow transfer = TransferRow.of(event);
    row.unsigned(ledger.getSequence());
    row.unsigned(event.getOrdinal());
    row.time("closed_at", ledger.getClosedAt().getSeconds());
    row.word("tx_hash", transfer.meta().getTxHash());
    row.unsigned(transfer.meta().getTransactionIndex());
    if (transfer.meta().hasOperationIndex()) {
      row.unsigned(transfer.meta().getOperationIndex());
    } else {
      row.none();
    }
    row.word("event_type", transfer.eventType());
    row.word("contract_address", transfer.meta().getContractAddress());
    row.text(transfer.asset());
    row.word("from_address", transfer.from());
    row.word("to_address", transfer.to());
    row.word("amount", amount(transfer.amount()));
    row.word("to_muxed_type", transfer.toMuxedType());
    // May be empty: a contract gives text and bytes of any length.
    row.text(transfer.toMuxedValue());
  }

  /** PostgreSQL also reads 1e3, NaN and blanks as numbers: an upstream's mistake, no amount. */
  private static String amount(String amount) {
    int digits = amount.startsWith("-") ? 1 : 0;
    boolean decimal = amount.length() > digits && amount.length() <= MAX_AMOUNT_LENGTH;
    for (int i = digits; decimal && i < amount.length(); i++) {
      decimal = amount.charAt(i) >= '0' && amount.charAt(i) <= '9';
    }
    if (!decimal) {
      throw new IllegalArgumentException("amount is no decimal integer of up to 39 digits");
    }
    return amount;
  }
}
