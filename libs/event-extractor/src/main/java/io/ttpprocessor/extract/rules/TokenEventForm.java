package io.ttpprocessor.extract.rules;

import io.ttpprocessor.extract.event.EventKind;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import io.ttpprocessor.xdr.runtime.OpaqueView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The two forms that a token's contract events have had. */
enum TokenEventForm {
  /** Before CAP-67 (TransactionMeta V3): mint and clawback name an administrator first. */
  WITH_ADMINISTRATOR,
  /** Since CAP-67 (TransactionMeta V4): no administrator, and data may tell the destination. */
  WITH_MUXED_INFO;

  private static final EventKind[] KINDS = EventKind.values();

  /** What the kinds are called in events, in the order of {@link #KINDS}. */
  private static final byte[][] NAMES = new byte[KINDS.length][];

  static {
    for (EventKind kind : KINDS) {
      NAMES[kind.ordinal()] = name(kind.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * The form in transactions whose metadata has the given version.
   *
   * @throws IllegalStateException when the version is before 3 and tells no contract events: the
   *     reference refuses 0 only, but no network has ever invoked a contract with 1 or 2
   */
  static TokenEventForm of(int metaVersion) {
    return switch (metaVersion) {
      case 0, 1, 2 ->
          throw new IllegalStateException(
              "metadata of version " + metaVersion + " tells no contract events");
      case 3 -> WITH_ADMINISTRATOR;
      default -> WITH_MUXED_INFO;
    };
  }

  /** The kind of event that the first topic names; null when it names none. */
  static EventKind kindOf(SCValView topic) {
    if (topic.type() != SCValType.SCV_SYMBOL) {
      return null;
    }
    OpaqueView name = topic.sym();
    for (EventKind kind : KINDS) {
      if (matches(name, NAMES[kind.ordinal()])) {
        return kind;
      }
    }
    return null;
  }

  /** Whether the second topic is the administrator. */
  boolean hasAdministrator(EventKind kind) {
    return this == WITH_ADMINISTRATOR && (kind == EventKind.MINT || kind == EventKind.CLAWBACK);
  }

  /** How many topics an event has at least; an asset's contract adds one. */
  int topicCount(EventKind kind) {
    return kind == EventKind.TRANSFER || hasAdministrator(kind) ? 3 : 2;
  }

  /** Whether an asset's contract says transfer also where its issuer mints or burns. */
  boolean transfersHideIssuers() {
    return this == WITH_ADMINISTRATOR;
  }

  /** What the data says, or what is wrong with it. */
  TokenEventData data(SCValView data) {
    return this == WITH_MUXED_INFO && data.type() == SCValType.SCV_MAP
        ? TokenEventData.ofMap(data)
        : TokenEventData.ofAmount(data);
  }

  /** Whether the text is the name. */
  static boolean matches(OpaqueView text, byte[] name) {
    return Arrays.equals(text.bytes(), text.offset(), text.end(), name, 0, name.length);
  }

  /** The bytes of a name. */
  static byte[] name(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
