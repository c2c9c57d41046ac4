package io.ttpprocessor.store;

import com.google.protobuf.ByteString;
import io.ttpprocessor.protos.v1.EventDigest;
import io.ttpprocessor.protos.v1.LedgerContractEvent;
import io.ttpprocessor.protos.v1.LedgerEvent;
import io.ttpprocessor.protos.v1.LedgerEvents;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests of hand-made ledgers, put together as ttp.v1's comment on EventDigest says. */
public final class TestDigests {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream output = new DataOutputStream(bytes);
  private int count;

  private TestDigests() {}

  /** {@code ledger} with the digests of its events. */
  public static LedgerEvents.Builder added(LedgerEvents.Builder ledger) {
    TestDigests transfers = new TestDigests();
    for (LedgerEvent event : ledger.getEventsList()) {
      transfers.add(event.getOrdinal(), event.getTokenTransfer().toByteArray());
    }
    TestDigests contractEvents = new TestDigests();
    for (LedgerContractEvent event : ledger.getContractEventsList()) {
      contractEvents.add(event.getOrdinal(), event.getEvent().toByteArray());
    }
    return ledger
        .setTokenTransferDigest(transfers.digest())
        .setContractEventDigest(contractEvents.digest());
  }

  private void add(int ordinal, byte[] message) {
    try {
      output.writeInt(ordinal);
      output.writeInt(message.length);
      output.write(message);
      count++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EventDigest digest() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return EventDigest.newBuilder().setCount(count).setSha256(ByteString.copyFrom(hash)).build();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
