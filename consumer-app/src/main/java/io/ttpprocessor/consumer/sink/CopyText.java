package io.ttpprocessor.consumer.sink;

import io.ttpprocessor.consumer.sink.SinkException.Kind;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes events as rows of PostgreSQL's COPY text format (its manual, "COPY", "Text Format"): tabs
 * between columns, {@code \N} for null. Not thread-safe.
 *
 * <p>PostgreSQL's text holds no zero byte, which memos and asset codes may: it is stored as {@code
 * \000}, and a backslash as two, so that {@code decode(column, 'escape')} gives the bytes back.
 */
final class CopyText {
  static final String TABLE = "token_transfers";
  static final String COPY =
      "COPY "
          + TABLE
          + " (ledger_sequence, ordinal, closed_at, tx_hash, transaction_index, operation_index,"
          + " event_type, contract_address, asset, from_address, to_address, amount, to_muxed_type,"
          + " to_muxed_value) FROM STDIN";

  /** Year 9999's last second: the last that protobuf's Timestamp has. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int MAX_AMOUNT_LENGTH = 40;
  private static final String NULL = "\\N";

  private final StringBuilder text = new StringBuilder();

  /** Characters written since the last {@link #take()}. */
  int length() {
    return text.length();
  }

  /** What was written so far, in UTF-8; the text starts anew. */
  byte[] take() {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    return bytes;
  }

  /**
   * Appends a ledger's rows.
   *
   * @throws SinkException when an event is not what the table can hold; names ledger, event, column
   */
  void append(LedgerEvents ledger) throws SinkException {
    String sequence = Integer.toUnsignedString(ledger.getSequence());
    long seconds = ledger.getClosedAt().getSeconds();
    if (seconds < 0 || seconds > LATEST_SECOND) {
      throw refused("ledger " + sequence, "closed_at is " + seconds + " seconds after 1970");
    }
    String closedAt = Instant.ofEpochSecond(seconds).toString();
    for (LedgerEvent event : ledger.getEventsList()) {
      try {
        text.append(sequence).append('\t');
        text.append(Integer.toUnsignedString(event.getOrdinal())).append('\t');
        text.append(closedAt).append('\t');
        append(TransferRow.of(event));
      } catch (IllegalArgumentException e) {
        String ordinal = Integer.toUnsignedString(event.getOrdinal());
        throw refused("ledger " + sequence + ", event " + ordinal, e.getMessage());
      }
    }
  }

  private static SinkException refused(String where, String why) {
    return new SinkException(Kind.PERMANENT, "cannot store " + where + ": " + why);
  }

  private void append(TransferRow row) {
    appendText("tx_hash", row.meta().getTxHash(), '\t');
    text.append(Integer.toUnsignedString(row.meta().getTransactionIndex())).append('\t');
    text.append(
        row.meta().hasOperationIndex()
            ? Integer.toUnsignedString(row.meta().getOperationIndex())
            : NULL);
    text.append('\t').append(row.eventType()).append('\t');
    appendText("contract_address", row.meta().getContractAddress(), '\t');
    appendEscaped(row.asset(), '\t');
    appendText("from_address", row.from(), '\t');
    appendText("to_address", row.to(), '\t');
    appendAmount(row.amount());
    text.append('\t').append(row.toMuxedType() == null ? NULL : row.toMuxedType()).append('\t');
    // May be empty: a contract gives text and bytes of any length. Digits need no escape.
    appendEscaped(row.toMuxedValue(), '\n');
  }

  /** PostgreSQL also reads 1e3, NaN and blanks as numbers: an upstream's mistake, no amount. */
  private void appendAmount(String amount) {
    int digits = amount.startsWith("-") ? 1 : 0;
    boolean decimal = amount.length() > digits && amount.length() <= MAX_AMOUNT_LENGTH;
    for (int i = digits; decimal && i < amount.length(); i++) {
      decimal = amount.charAt(i) >= '0' && amount.charAt(i) <= '9';
    }
    if (!decimal) {
      throw new IllegalArgumentException("amount is no decimal integer of up to 39 digits");
    }
    text.append(amount);
  }

  /** Addresses, hashes and numbers: letters and digits, so anything else is an error upstream. */
  private void appendText(String column, String value, char end) {
    if (value == null) {
      text.append(NULL).append(end);
      return;
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '\\') {
        throw new IllegalArgumentException(
            column + " holds a character that no address or hash has");
      }
    }
    text.append(value).append(end);
  }

  /** Any text: escaped once for the column's own rule, and once more for COPY. */
  private void appendEscaped(String value, char end) {
    if (value == null) {
      text.append(NULL).append(end);
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\0' -> text.append("\\\\000");
        case '\\' -> text.append("\\\\\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
    text.append(end);
  }
}
