package io.ttpprocessor.extract.event;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * For whom within the receiving account tokens are meant (CAP-67): the id of a muxed address, the
 * transaction's memo, or what a contract says.
 *
 * <p>Immutable. Ordered by kind, then by content.
 */
public final class MuxedInfo implements Comparable<MuxedInfo> {
  /** Which of the three forms the information has. */
  public enum Kind {
    /** Text; bytes that are not UTF-8 are U+FFFD. */
    TEXT,
    /** An unsigned 64-bit number. */
    ID,
    /** Bytes: 32 of a memo, any number of a contract. */
    HASH
  }

  private final Kind kind;
  private final String text;
  private final long id;
  private final byte[] hash;

  private MuxedInfo(Kind kind, String text, long id, byte[] hash) {
    this.kind = kind;
    this.text = text;
    this.id = id;
    this.hash = hash;
  }

  /** Information that is text. */
  public static MuxedInfo text(String text) {
    return new MuxedInfo(Kind.TEXT, Objects.requireNonNull(text, "text"), 0, null);
  }

  /** Information that is a number; {@code id} holds its 64 bits. */
  public static MuxedInfo id(long id) {
    return new MuxedInfo(Kind.ID, null, id, null);
  }

  /** Information that is bytes, which are copied. */
  public static MuxedInfo hash(byte[] hash) {
    return new MuxedInfo(Kind.HASH, null, 0, hash.clone());
  }

  /** Which of the accessors below holds the information. */
  public Kind kind() {
    return kind;
  }

  /**
   * The text.
   *
   * @throws IllegalStateException when the kind is another
   */
  public String text() {
    require(Kind.TEXT);
    return text;
  }

  /**
   * The 64 bits of the number; see {@link Long#toUnsignedString(long)}.
   *
   * @throws IllegalStateException when the kind is another
   */
  public long id() {
    require(Kind.ID);
    return id;
  }

  /**
   * The bytes, a copy.
   *
   * @throws IllegalStateException when the kind is another
   */
  public byte[] hash() {
    require(Kind.HASH);
    return hash.clone();
  }

  private void require(Kind expected) {
    if (kind != expected) {
      throw new IllegalStateException("muxed info is of kind " + kind + ", not " + expected);
    }
  }

  @Override
  public int compareTo(MuxedInfo other) {
    int byKind = kind.compareTo(other.kind);
    if (byKind != 0) {
      return byKind;
    }
    return switch (kind) {
      case TEXT -> text.compareTo(other.text);
      case ID -> Long.compareUnsigned(id, other.id);
      case HASH -> Arrays.compareUnsigned(hash, other.hash);
    };
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof MuxedInfo)) {
      return false;
    }
    MuxedInfo that = (MuxedInfo) other;
    return kind == that.kind
        && id == that.id
        && Objects.equals(text, that.text)
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, text, id, Arrays.hashCode(hash));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case TEXT -> "text:" + text;
      case ID -> "id:" + Long.toUnsignedString(id);
      case HASH -> "hash:" + HexFormat.of().formatHex(hash);
    };
  }
}
