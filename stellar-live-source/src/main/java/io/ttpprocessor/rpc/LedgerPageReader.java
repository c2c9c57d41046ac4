package io.ttpprocessor.rpc;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ttpprocessor.rpc.client.Fields;
import io.ttpprocessor.rpc.client.MalformedAnswerException;
import io.ttpprocessor.rpc.client.ResultReader;
import io.ttpprocessor.source.LedgerBytes;
import io.ttpprocessor.source.OrderCheck;
import io.ttpprocessor.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the result of getLedgers while it arrives: a ledger's base64 is decoded from the network's
 * buffers, and no more than the decoded ledgers are held. Ledgers before the one that comes next
 * are repeats, and dropped; one after it is a gap. For one answer, and one thread at a time.
 */
final class LedgerPageReader implements ResultReader<LedgerPage> {
  private static final String META = "metadataXdr";
  private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS;
  private static final int USUAL_LEDGER_BYTES = 1 << 16;
  private static final int CHARACTERS_PER_GROUP = 4;
  private static final int BYTES_PER_GROUP = 3;

  private final OrderCheck order;
  private final long last;
  private final String origin;
  private final List<LedgerBytes> ledgers = new ArrayList<>();
  private boolean listed;
  private long latest;
  private long oldest;
  private long latestCloseTime;

  /**
   * A reader of ledgers that go on where {@code order}, which stays as it is, ends.
   *
   * @param last last ledger that is wanted, inclusive
   * @param origin where they come from, for messages
   */
  LedgerPageReader(OrderCheck order, long last, String origin) {
    this.order = order.copy();
    this.last = last;
    this.origin = origin;
  }

  @Override
  public LedgerPage read(JsonParser json) throws IOException {
    try {
      readResult(json);
    } catch (JacksonException e) {
      throw MalformedAnswerException.of("ledger " + order.expected() + ": ", e);
    }
    if (!listed) {
      throw new MalformedAnswerException("the result has no list of ledgers");
    }
    return new LedgerPage(ledgers, order, new LedgerWindow(oldest, latest), latestCloseTime);
  }

  /**
   * The ledgers that came whole, and in order, before the answer failed.
   *
   * @param window what servers were last seen to hold
   */
  LedgerPage begun(LedgerWindow window) {
    return new LedgerPage(ledgers, order, window, 0);
  }

  private void readResult(JsonParser json) throws IOException {
    Fields.requireObject(json, "the result");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "ledgers":
          readLedgers(json);
          break;
        case "latestLedger":
          latest = number(json, name);
          break;
        case "oldestLedger":
          oldest = number(json, name);
          break;
        case "latestLedgerCloseTime":
          // A number in stellar-rpc, text in servers that follow its other times.
          latestCloseTime = json.getValueAsLong(0);
          break;
        default:
          json.skipChildren();
      }
    }
    if (latest == 0) {
      throw new MalformedAnswerException("the result has no latestLedger");
    }
  }

  private void readLedgers(JsonParser json) throws IOException {
    // An empty list is null where a server was written in Go.
    listed = true;
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new MalformedAnswerException("ledgers is " + json.currentToken() + ", not a list");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      readLedger(json);
    }
  }

  private void readLedger(JsonParser json) throws IOException {
    Fields.requireObject(json, "ledger " + order.expected());
    long sequence = 0;
    byte[] meta = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "sequence":
          sequence = number(json, name);
          break;
        case META:
          meta = decode(json);
          break;
        default:
          json.skipChildren();
      }
    }
    if (sequence == 0 || meta == null) {
      throw malformed("it has no " + (meta == null ? META : "sequence"));
    }
    take(sequence, meta);
  }

  private void take(long sequence, byte[] meta) throws MalformedAnswerException {
    long expected = order.expected();
    if (sequence < expected || expected > last) {
      return;
    }
    if (sequence > expected) {
      throw new MalformedAnswerException(
          String.format("expected ledger %d, got ledger %d", expected, sequence));
    }
    try {
      order.accept(LedgerBytes.of(sequence, meta, META));
    } catch (SourceException e) {
      throw new MalformedAnswerException(e.getMessage(), e);
    }
    ledgers.add(LedgerBytes.of(sequence, meta, origin));
  }

  /** Strict base64 (RFC 4648): padded, and without the spaces that the library would pass over. */
  private byte[] decode(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed("its metadataXdr is " + json.currentToken() + ", not text");
    }
    long start = json.currentTokenLocation().getByteOffset() + 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LEDGER_BYTES);
    int count = decode(json, bytes);
    long characters = json.currentLocation().getByteOffset() - 1 - start;
    long groups = (count + BYTES_PER_GROUP - 1L) / BYTES_PER_GROUP;
    if (characters != CHARACTERS_PER_GROUP * groups) {
      throw malformed(
          String.format(
              "byte %d: %d characters of base64 became %d bytes: some are not of its alphabet",
              start, characters, count));
    }
    return bytes.toByteArray();
  }

  private int decode(JsonParser json, ByteArrayOutputStream bytes) throws IOException {
    try {
      return json.readBinaryValue(BASE64, bytes);
    } catch (IllegalArgumentException e) {
      // How the library tells of a character outside the alphabet.
      throw malformed(
          String.format("byte %d: %s", json.currentLocation().getByteOffset(), e.getMessage()));
    }
  }

  private long number(JsonParser json, String name) throws IOException {
    long number =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : Long.MIN_VALUE;
    if (number < 1 || number > 0xFFFF_FFFFL) {
      throw malformed("its " + name + " is no whole number from 1 to 4294967295");
    }
    return number;
  }

  private MalformedAnswerException malformed(String defect) {
    return new MalformedAnswerException("ledger " + order.expected() + ": " + defect);
  }
}
