package io.ttpprocessor.encode;

import io.ttpprocessor.ledger.Sha256;
import io.ttpprocessor.protos.v1.EventDigest;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * The {@code ttp.v1.EventDigest} of a message whose events are written after it, that is before it
 * in the message: SHA-256 over ordinal, length and bytes of each event in order, ordinal and length
 * as four bytes with the most significant first. Not thread-safe.
 */
final class DigestField {
  private static final int NOTE_SIZE = 3;

  private final BackwardWriter writer;
  private final MessageDigest digest = Sha256.newDigest();
  private final ByteBuffer prefix = ByteBuffer.allocate(2 * Integer.BYTES);

  /** Ordinal of each event, and the writer's sizes before and after its message. */
  private int[] notes = {};

  private int count;
  private int hashSize;

  /** The field of messages that the writer makes. */
  DigestField(BackwardWriter writer) {
    this.writer = writer;
  }

  /** Writes the field of so many events, for now without the hash. */
  void reserve(int field, int eventCount) {
    count = eventCount;
    if (notes.length < NOTE_SIZE * count) {
      notes = new int[NOTE_SIZE * count];
    }
    int end = writer.size();
    writer.bytes(new byte[Sha256.SIZE]);
    hashSize = writer.size();
    writer.lengthAndTag(EventDigest.SHA256_FIELD_NUMBER, end);
    writer.number(EventDigest.COUNT_FIELD_NUMBER, count);
    writer.lengthAndTag(field, end);
  }

  /** Takes down that the event's message has just been written, from {@code sizeBefore} on. */
  void note(int index, int ordinal, int sizeBefore) {
    int at = NOTE_SIZE * index;
    notes[at] = ordinal;
    notes[at + 1] = sizeBefore;
    notes[at + 2] = writer.size();
  }

  /** Puts the hash of all noted events where it was left out. */
  void fillIn() {
    byte[] bytes = writer.buffer();
    for (int index = 0; index < count; index++) {
      int at = NOTE_SIZE * index;
      int length = notes[at + 2] - notes[at + 1];
      digest.update(prefix.clear().putInt(notes[at]).putInt(length).array());
      digest.update(bytes, bytes.length - notes[at + 2], length);
    }
    try {
      digest.digest(bytes, bytes.length - hashSize, Sha256.SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives " + digest.getDigestLength() + " bytes", e);
    }
  }
}
