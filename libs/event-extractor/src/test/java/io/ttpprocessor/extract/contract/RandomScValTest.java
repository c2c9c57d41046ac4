package io.ttpprocessor.extract.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ttpprocessor.extract.XdrBytes;
import io.ttpprocessor.xdr.SCValType;
import io.ttpprocessor.xdr.SCValView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random values of every type, nested: each is had again from its JSON and type. */
@Timeout(120)
class RandomScValTest {
  private static final int VALUES = 20_000;
  private static final int MAXIMUM_DEPTH = 5;

  private final Random random = new Random(20_260_101);

  @Test
  void everyValueIsHadAgain() throws IOException {
    Set<SCValType> seen = EnumSet.noneOf(SCValType.class);
    ObjectMapper mapper = new ObjectMapper();
    for (int i = 0; i < VALUES; i++) {
      byte[] xdr = value(0).toByteArray();
      SCValView value = SCValView.parseExactly(xdr, 0, xdr.length);
      seen.add(value.type());
      String json = ScValJson.of(value);
      assertThat(ScValJson.parse(json, ScValJson.typeOf(value))).as(json).isEqualTo(xdr);
      // Through another JSON library, as in a client or a database.
      String again = mapper.writeValueAsString(mapper.readTree(json));
      assertThat(ScValJson.parse(again, ScValJson.typeOf(value))).as(json).isEqualTo(xdr);
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(SCValType.class));
  }

  private XdrBytes value(int depth) {
    int type = random.nextInt(SCValType.values().length);
    boolean leaf = depth == MAXIMUM_DEPTH;
    XdrBytes xdr = XdrBytes.ints(type);
    switch (type) {
      case 0 -> xdr.int32(random.nextInt(2));
      case 2 -> appendError(xdr);
      case 3, 4 -> xdr.int32(random.nextInt(3) - 1);
      case 5, 6, 7, 8, 21 -> xdr.int64(word());
      case 9, 10 -> xdr.int64(word()).int64(word());
      case 11, 12 -> xdr.int64(word()).int64(word()).int64(word()).int64(word());
      case 13, 14, 15, 22 -> xdr.opaque(content());
      case 16 -> appendVector(xdr, leaf ? 0 : random.nextInt(4), depth);
      case 17 -> appendMap(xdr, leaf ? 0 : random.nextInt(4), depth);
      case 18 -> appendAddress(xdr);
      case 19 -> appendInstance(xdr, leaf ? 0 : random.nextInt(3), depth);
      default -> {}
    }
    return xdr;
  }

  private void appendError(XdrBytes xdr) {
    int type = random.nextInt(10);
    xdr.int32(type).int32(type == 0 ? random.nextInt() : random.nextInt(10));
  }

  /** Often small or extreme, so that keys come to have the same text. */
  private long word() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(3);
      case 1 -> -1;
      case 2 -> Long.MIN_VALUE;
      default -> random.nextLong();
    };
  }

  private byte[] content() {
    byte[] content = new byte[random.nextInt(5)];
    if (random.nextInt(3) == 0) {
      random.nextBytes(content);
      return content;
    }
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) "01a#\"\\ \n\0".charAt(random.nextInt(9));
    }
    return content;
  }

  private void appendVector(XdrBytes xdr, int count, int depth) {
    if (random.nextInt(10) == 0) {
      xdr.int32(0);
      return;
    }
    List<XdrBytes> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(value(depth + 1));
    }
    xdr.int32(1).array(elements);
  }

  private void appendMap(XdrBytes xdr, int count, int depth) {
    if (random.nextInt(10) == 0) {
      xdr.int32(0);
      return;
    }
    List<XdrBytes> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(value(depth + 1).append(value(depth + 1)));
    }
    xdr.int32(1).array(entries);
  }

  private void appendAddress(XdrBytes xdr) {
    int type = random.nextInt(5);
    xdr.int32(type);
    switch (type) {
      case 0, 3 -> xdr.int32(0);
      case 2 -> xdr.int64(random.nextLong());
      default -> {}
    }
    xdr.filled(random.nextInt(3));
  }

  private void appendInstance(XdrBytes xdr, int count, int depth) {
    int executable = random.nextInt(3);
    xdr.int32(executable);
    if (executable == 0) {
      xdr.filled(random.nextInt(256));
    } else if (executable == 2) {
      appendAddress(xdr);
      xdr.opaque(content());
    }
    appendMap(xdr, count, depth);
  }
}
