package io.ttpprocessor.processor.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.util.JsonFormat;
import io.ttpprocessor.ledger.Network;
import io.ttpprocessor.protos.tokentransfer.TokenTransferEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A chain of 64 ledgers, and the events that the reference tells of each. */
public final class ChainedLedgers {
  public static final Network NETWORK =
      Network.of("Public Global Stellar Network ; September 2015");
  public static final int FIRST = 1024;
  public static final int LAST = 1087;

  private static final byte[] FRAMES = unpack("/ledgers/chained.lcm.zst");
  private static final List<byte[]> LEDGERS = cut(FRAMES);
  private static final List<String> LINES =
      new String(unpack("/ledgers/chained.derived.jsonl.zst"), StandardCharsets.UTF_8)
          .lines()
          .toList();

  private ChainedLedgers() {}

  /** All ledgers as frames. */
  public static byte[] frames() {
    return FRAMES.clone();
  }

  /** All ledgers' XDR, in order. */
  public static List<byte[]> all() {
    return LEDGERS;
  }

  /** One ledger's XDR. */
  public static byte[] xdr(long sequence) {
    return LEDGERS.get((int) sequence - FIRST).clone();
  }

  /** The reference's lines, in order. */
  public static List<String> lines() {
    return LINES;
  }

  /** The reference's events of the ledgers of a range, both ends inclusive. */
  public static List<TokenTransferEvent> events(long first, long last) {
    List<TokenTransferEvent> events = new ArrayList<>();
    for (long sequence = first; sequence <= last; sequence++) {
      events.addAll(events(LINES.get((int) sequence - FIRST)));
    }
    return events;
  }

  /** The events of a JSON line; runs of U+FFFD in memos count as one. */
  public static List<TokenTransferEvent> events(String line) {
    try {
      List<TokenTransferEvent> events = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(line).get("events")) {
        TokenTransferEvent.Builder event = TokenTransferEvent.newBuilder();
        JsonFormat.parser().merge(node.toString(), event);
        events.add(withSingleReplacements(event));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static TokenTransferEvent withSingleReplacements(TokenTransferEvent.Builder event) {
    if (event.getMeta().getToMuxedInfo().hasText()) {
      String text = event.getMeta().getToMuxedInfo().getText();
      event.getMetaBuilder().getToMuxedInfoBuilder().setText(text.replaceAll("\uFFFD+", "\uFFFD"));
    }
    return event.build();
  }

  private static List<byte[]> cut(byte[] frames) {
    List<byte[]> ledgers = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(frames);
    while (rest.hasRemaining()) {
      byte[] ledger = new byte[rest.getInt() & Integer.MAX_VALUE];
      rest.get(ledger);
      ledgers.add(ledger);
    }
    return List.copyOf(ledgers);
  }

  private static byte[] unpack(String resource) {
    try (InputStream packed = ChainedLedgers.class.getResourceAsStream(resource);
        InputStream in = new ZstdInputStream(packed)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
