package io.ttpprocessor.processor.command;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.StringValue;
import com.google.protobuf.util.JsonFormat;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import java.util.List;

/**
 * A ledger's events as one line of JSON, as the reference command prints them: {@code
 * {"ledger":…,"protocol":…,"events":[…]}}, each event in protobuf's JSON form; {@code
 * "events":null} where there are none, and {@code "error"} beside it where they cannot be told.
 */
final class LedgerJsonLine {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private LedgerJsonLine() {}

  /** The line of a ledger whose events are known, without a line end. */
  static String ofEvents(long ledger, long protocol, List<TokenTransferEvent> events) {
    StringBuilder line = start(ledger, protocol);
    if (events.isEmpty()) {
      return line.append("null}").toString();
    }
    char separator = '[';
    for (TokenTransferEvent event : events) {
      line.append(separator).append(json(event));
      separator = ',';
    }
    return line.append("]}").toString();
  }

  /** The line of a ledger whose events cannot be told; 0 for what is not known of it. */
  static String ofError(long ledger, long protocol, String error) {
    return start(ledger, protocol)
        .append("null,\"error\":")
        .append(json(StringValue.of(error)))
        .append('}')
        .toString();
  }

  private static StringBuilder start(long ledger, long protocol) {
    return new StringBuilder("{\"ledger\":")
        .append(ledger)
        .append(",\"protocol\":")
        .append(protocol)
        .append(",\"events\":");
  }

  private static String json(MessageOrBuilder message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message without Any fields always has a JSON form", e);
    }
  }
}
