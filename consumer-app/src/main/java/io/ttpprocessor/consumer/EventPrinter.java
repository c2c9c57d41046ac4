package io.ttpprocessor.consumer;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.ttpprocessor.consumer.EventStreamClient.LedgerHandler;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import io.ttpprocessor.store.TransferRow;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/**
 * Prints ledgers: for people, a line a ledger and a line an event under it; or a line of protobuf
 * JSON a ledger. Amounts of classic assets are shown in units, those of other contracts, whose
 * scale only the contract knows, as the integers that they are.
 */
final class EventPrinter implements LedgerHandler {
  private static final int CLASSIC_SCALE = 7;
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();

  private final PrintStream out;
  private final boolean json;

  EventPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  @Override
  public void ledger(LedgerEvents ledger) throws InterruptedException {
    if (json) {
      out.println(json(ledger));
    } else {
      out.printf(
          Locale.ROOT,
          "ledger %s, closed %s, %d events%n",
          Integer.toUnsignedString(ledger.getSequence()),
          Instant.ofEpochSecond(ledger.getClosedAt().getSeconds()),
          ledger.getEventsCount());
      ledger.getEventsList().forEach(event -> out.println(line(event)));
    }
    if (out.checkError()) {
      // Whoever read this has gone, as head does when it has seen enough.
      throw new InterruptedException("nobody reads what is printed");
    }
  }

  private static String json(LedgerEvents ledger) {
    try {
      return JSON.print(ledger);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a ledger holds nothing that JSON cannot", e);
    }
  }

  private static String line(LedgerEvent event) {
    TransferRow row;
    try {
      row = TransferRow.of(event);
    } catch (IllegalArgumentException e) {
      return "  event " + Integer.toUnsignedString(event.getOrdinal()) + ": " + e.getMessage();
    }
    String place = Integer.toUnsignedString(row.meta().getTransactionIndex());
    if (row.meta().hasOperationIndex()) {
      place += "." + Integer.toUnsignedString(row.meta().getOperationIndex());
    }
    return String.format(
            Locale.ROOT,
            "  %-7s %.8s %-8s %28s %-20s %s -> %s%s",
            place,
            row.meta().getTxHash(),
            row.eventType(),
            amount(row),
            asset(row),
            row.from() == null ? "-" : row.from(),
            row.to() == null ? "-" : row.to(),
            row.toMuxedType() == null
                ? ""
                : " (" + row.toMuxedType() + " " + shown(row.toMuxedValue()) + ")")
        .stripTrailing();
  }

  private static String amount(TransferRow row) {
    if (!row.classic()) {
      return row.amount();
    }
    return new BigDecimal(row.amount()).movePointLeft(CLASSIC_SCALE).setScale(7).toPlainString();
  }

  private static String asset(TransferRow row) {
    if (row.asset() == null) {
      return shortened(row.meta().getContractAddress());
    }
    int colon = row.asset().lastIndexOf(':');
    return colon < 0
        ? "XLM"
        : shown(row.asset().substring(0, colon))
            + ":"
            + shortened(row.asset().substring(colon + 1));
  }

  private static String shortened(String address) {
    return address.length() <= 8
        ? address
        : address.substring(0, 4) + ".." + address.substring(address.length() - 2);
  }

  /** Text of strangers' must not move a terminal's cursor: control characters become U+FFFD. */
  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]", "\ufffd");
  }
}
