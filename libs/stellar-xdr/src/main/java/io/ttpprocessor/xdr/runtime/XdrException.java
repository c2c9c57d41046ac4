package io.ttpprocessor.xdr.runtime;

/** Bytes that are not the XDR of the type that was asked for. */
public final class XdrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Kind {
    /** The bytes end before the value does. */
    TRUNCATED,
    /** A count or length promises more than the bytes that remain can hold. */
    COUNT_EXCEEDS_INPUT,
    /** A count or length is above the schema's maximum. */
    COUNT_EXCEEDS_MAXIMUM,
    /** A number that the schema's enum does not have. */
    UNKNOWN_ENUM_VALUE,
    /** A discriminant for which the union has no arm. */
    UNKNOWN_UNION_ARM,
    /** A boolean other than 0 and 1. */
    INVALID_BOOLEAN,
    /** An optional's flag other than 0 and 1. */
    INVALID_OPTIONAL,
    /** Opaque bytes padded with anything but zeros. */
    NONZERO_PADDING,
    /** Values nested deeper than {@link XdrCheck#MAXIMUM_DEPTH}. */
    TOO_DEEP,
    /** Bytes after the end of a value that should fill its input. */
    TRAILING_BYTES
  }

  private final Kind kind;
  private final int offset;
  private final String detail;

  /**
   * @param offset index in the array, of the first byte of the offending field
   * @param detail the field, where known, and what was found there
   */
  public XdrException(Kind kind, int offset, String detail) {
    this(kind, offset, detail, null);
  }

  private XdrException(Kind kind, int offset, String detail, XdrException cause) {
    super(kind + " at byte " + offset + ": " + detail, cause);
    this.kind = kind;
    this.offset = offset;
    this.detail = detail;
  }

  /** The same error, with words on the place added to the detail; this one is its cause. */
  public XdrException with(String place) {
    return new XdrException(kind, offset, detail + ", " + place, this);
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Index in the array that was parsed, not relative to the value. */
  public int offset() {
    return offset;
  }

  /** The field, where known, and what was found. */
  public String detail() {
    return detail;
  }
}
