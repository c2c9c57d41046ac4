package io.ttpprocessor.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes what {@code ttp.v1.EventDigest} says of a ledger's events, from the events as they
 * arrived. Not thread-safe.
 */
public final class EventDigests {
  private static final int PREFIX_BYTES = 2 * Integer.BYTES;

  private final MessageDigest sha256;
  private byte[] bytes = new byte[1024];

  /** A computer of digests. */
  public EventDigests() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digest of the events that {@code ledger} has for {@code table}. */
  public EventDigest of(EventTable table, LedgerEvents ledger) {
    int count = table.count(ledger);
    for (int i = 0; i < count; i++) {
      add(table.ordinal(ledger, i), table.message(ledger, i));
    }
    return EventDigest.newBuilder()
        .setCount(count)
        .setSha256(ByteString.copyFrom(sha256.digest()))
        .build();
  }

  private void add(int ordinal, MessageLite event) {
    int size = event.getSerializedSize();
    if (bytes.length - PREFIX_BYTES < size) {
      bytes = new byte[Math.max(2 * bytes.length, PREFIX_BYTES + size)];
    }
    ByteBuffer.wrap(bytes).putInt(ordinal).putInt(size);
    try {
      // Protobuf writes the fields in the order of their numbers: the canonical form.
      event.writeTo(CodedOutputStream.newInstance(bytes, PREFIX_BYTES, size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sha256.update(bytes, 0, PREFIX_BYTES + size);
  }
}
